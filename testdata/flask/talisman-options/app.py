from flask import Flask
from flask_talisman import Talisman

talisman = Talisman()
app = Flask(__name__)
app.secret_key = "k"
app.config.update(SESSION_COOKIE_SECURE=False, SESSION_COOKIE_HTTPONLY=False, SESSION_COOKIE_SAMESITE="Strict")
talisman.init_app(app, session_cookie_secure=False, session_cookie_http_only=False, session_cookie_samesite=None)
