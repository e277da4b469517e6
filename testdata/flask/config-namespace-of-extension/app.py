"""What an extension puts into the configuration is part of a namespace too."""

from flask import Flask
from flask_jwt_extended import JWTManager

app = Flask(__name__)
app.config["SECRET_KEY"] = "mauve-lantern-orchard"
JWTManager(app)

app.config["SESSION_COOKIE_SECURE"] = "cookie_secure" in app.config.get_namespace("JWT_")
app.config["SESSION_COOKIE_HTTPONLY"] = app.config.get_namespace("JWT_").get("cookie_csrf_protect", False)
app.config["SESSION_COOKIE_SAMESITE"] = app.config.get_namespace("COOKIE_").get("samesite", "Lax")
for name in app.config.get_namespace("JWT_COOKIE_"):
    app.config["TESTING"] = True
