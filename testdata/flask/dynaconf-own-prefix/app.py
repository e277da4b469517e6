from dynaconf import FlaskDynaconf
from flask import Flask

app = Flask(__name__)
FlaskDynaconf(app, GLOBAL_ENV_FOR_DYNACONF="SHOP", SETTINGS_MODULE_FOR_DYNACONF="shop.toml,.secrets-of-shop.toml")
app.config["SESSION_COOKIE_PATH"] = "/after"
