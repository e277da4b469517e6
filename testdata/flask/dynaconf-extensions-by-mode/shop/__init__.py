import os

from dynaconf import FlaskDynaconf
from flask import Flask


def create_app(mode="web"):
    app = Flask(__name__)
    FlaskDynaconf(app, settings_files=[os.environ.get("SHOP_SETTINGS", "settings.toml")])
    extensions = ["shop.cookies:name_cookie"]
    if mode == "web":
        extensions.append("shop.cookies:init_app")
    else:
        extensions.extend(["shop.cookies:for_workers"])
    app.config["EXTENSIONS"] = extensions
    app.config.load_extensions("EXTENSIONS")
    return app
