from flask import Flask
from flask_jwt_extended import JWTManager
app = Flask(__name__)
app.config["SECRET_KEY"] = "x"
jwt = JWTManager(app)
app.config.setdefault("JWT_COOKIE_SECURE", True)
app.config["SESSION_COOKIE_SECURE"] = app.config["JWT_COOKIE_SECURE"]
app.config["TESTING"] = app.config.get("JWT_COOKIE_CSRF_PROTECT", False)
