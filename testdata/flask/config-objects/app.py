import os

from flask import Config, Flask
from flask.config import Config as Settings


def common():
    config = Config(os.path.dirname(__file__), {"SESSION_COOKIE_NAME": "by default"})
    config.from_object("settings")
    config.from_pyfile("more.cfg")
    config["SESSION_COOKIE_SECURE"] = True
    return config


cookies = Settings(os.path.dirname(__file__))
cookies.from_mapping(SESSION_COOKIE_PATH="/shop", session_cookie_domain="ignored")
if "SESSION_COOKIE_SAMESITE" not in cookies:
    cookies.update(SESSION_COOKIE_SAMESITE="Strict")

app = Flask(__name__)
app.config.update(common())
for key, value in cookies.items():
    app.config[key] = value

other = Config("/")
other["SECRET_KEY"] = "a configuration that no app has"
