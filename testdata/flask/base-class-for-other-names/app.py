import os

from flask import Flask

from config import Config, configs

app = Flask(__name__)
name = os.environ.get("APP_ENV")
if name in configs:
    app.config.from_object(configs[name])
else:
    app.config.from_object(Config)
app.config["SESSION_COOKIE_NAME"] = configs.get(os.environ.get("FLASK_CONFIG"), Config).NAME
