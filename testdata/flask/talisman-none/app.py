from flask import Flask
from flask_talisman import Talisman
app = Flask(__name__)
app.secret_key = "k"
Talisman(app, session_cookie_samesite=None, session_cookie_http_only=False, force_https=False)
app.config["SESSION_COOKIE_HTTPONLY"] = False
