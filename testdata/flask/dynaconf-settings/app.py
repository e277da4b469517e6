from dynaconf import FlaskDynaconf
from flask import Flask

app = Flask(__name__)
app.config["SESSION_COOKIE_NAME"] = "before"
FlaskDynaconf(app, settings_files=["settings.toml"])
app.config["SESSION_COOKIE_PATH"] = "/after"
