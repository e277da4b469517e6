from flask import Flask


def create_app(app_name, config):
    app = Flask(app_name)
    app.config.from_pyfile(config)
    return app
