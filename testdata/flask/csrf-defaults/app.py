from flask import Flask
from flask_wtf.csrf import CSRFProtect
csrf = CSRFProtect()
def create_app():
    app = Flask(__name__)
    csrf.init_app(app)
    app.config.setdefault("WTF_CSRF_ENABLED", False)
    app.config["SESSION_COOKIE_SECURE"] = app.config["WTF_CSRF_ENABLED"]
    app.config["TESTING"] = "WTF_CSRF_TIME_LIMIT" in app.config
    return app
app = create_app()
