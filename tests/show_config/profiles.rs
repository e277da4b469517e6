//! Profiles: what they are called, and what belongs to each.

use serde_json::json;

use super::Project;

/// Production starts only with a key that it is given; the one of development is not that.
#[test]
fn what_production_refuses_to_lack_is_not_what_development_has() {
    let text = "import os\nfrom flask import Flask\nclass DevelopmentSettings:\n    SECRET_KEY = b'change_me'\n\
                class ProductionSettings:\n    SECRET_KEY = None\napp = Flask(__name__)\n\
                if os.environ.get('FLASK_DEBUG', '').lower() in ('1', 'true'):\n    \
                app.config.from_object(DevelopmentSettings)\nelse:\n    app.config.from_object(ProductionSettings)\n\
                found = {}\nfor key, value in os.environ.items():\n    if key.startswith('SHOP_'):\n        \
                found[key.removeprefix('SHOP_')] = value\napp.config.update(found)\n\
                missing = []\nif app.config.get('SECRET_KEY') is None:\n    missing.append('SECRET_KEY')\n\
                if missing:\n    raise RuntimeError(missing)\n";
    let project = Project::app(text);
    assert_eq!(project.run(&["--output-format", "concise"]).1, "");
    let apps = project.apps(&[]);
    let of = |name: &str| apps.iter().find(|app| app["profile"] == name).expect(name);
    assert_ne!(of("ProductionSettings")["settings"]["SECRET_KEY"]["state"], "known");
    assert_eq!(of("DevelopmentSettings")["context"], "development");
}
