from importlib import import_module

from flask import Flask

app = Flask(__name__)
for name in ("base", "site"):
    module = import_module(f"settings.{name}")
    app.config.from_object(module)
    getattr(module, "init_app", lambda app: None)(app)
