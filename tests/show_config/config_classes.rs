//! Configuration classes of the project, where not all of them is known. What is known, real Flask decides
//! (`testdata/flask`).

use serde_json::json;

use crate::Project;

/// A base that is not in the project may make items of attributes, so that writing one is no mistake.
#[test]
fn attributes_may_be_settings_by_a_base_that_is_not_known() {
    let text = |bases: &str| {
        format!(
            "from flask import Config, Flask\nfrom shelves import ObjectDict\n\n\nclass Settings({bases}):\n    pass\n\n\n\
             class Shop(Flask):\n    config_class = Settings\n\n\napp = Shop(__name__)\n\
             app.config.SESSION_COOKIE_SECURE = True\n"
        )
    };
    let known = Project::app(&text("Config"));
    assert_eq!(known.ignored("3.1").len(), 1);
    let open = Project::app(&text("Config, ObjectDict"));
    assert_eq!(open.ignored("3.1").len(), 0);
    assert_eq!(open.apps(&[])[0]["settings"]["SESSION_COOKIE_SECURE"]["state"], json!("unknown"));
}
