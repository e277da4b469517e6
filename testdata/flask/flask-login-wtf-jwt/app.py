from datetime import timedelta

from flask import Flask
from flask_jwt_extended import JWTManager
from flask_login import LoginManager
from flask_wtf.csrf import CSRFProtect

app = Flask(__name__)
app.config.update(
    SECRET_KEY="k",
    REMEMBER_COOKIE_SECURE=True,
    REMEMBER_COOKIE_DURATION=timedelta(days=14),
    WTF_CSRF_TIME_LIMIT=None,
    JWT_SECRET_KEY="jwt",
    JWT_TOKEN_LOCATION=["cookies"],
)
LoginManager(app)
csrf = CSRFProtect()
csrf.init_app(app)
JWTManager(app)
app.config.setdefault("WTF_CSRF_ENABLED", False)
app.config.setdefault("JWT_COOKIE_SECURE", True)
app.config["JWT_COOKIE_SAMESITE"] = "Lax"
