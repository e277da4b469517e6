from flask import Flask

from shop.settings import Settings


def create_app():
    app = Flask(__name__)
    app.config.from_object(Settings)
    app.config.from_pyfile("local.cfg")
    return app
