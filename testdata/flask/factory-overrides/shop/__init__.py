from flask import Flask


def create_app(overrides=None):
    app = Flask(__name__)
    app.config.from_object("shop.defaults")
    if overrides:
        app.config.update(overrides)
    return app
