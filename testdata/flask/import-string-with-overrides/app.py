import os
from flask import Flask
def create_app(config=None, **overrides):
    app = Flask(__name__)
    name = config or os.environ.get("APP_ENV", "development")
    app.config.from_object(f"conf.{name.title()}Config")
    app.config.update(overrides)
    if overrides.get("TESTING"):
        app.config["SECRET_KEY"] = "test"
    return app
app = create_app(SESSION_COOKIE_NAME="x")
