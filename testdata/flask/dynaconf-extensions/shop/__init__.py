from dynaconf import FlaskDynaconf
from flask import Flask


def create_app():
    app = Flask(__name__)
    FlaskDynaconf(app, SETTINGS_FILES_FOR_DYNACONF=["settings.toml"])
    app.config.load_extensions()
    app.config.load_extensions("MORE")
    app.config.load_extensions("NONE")
    return app
