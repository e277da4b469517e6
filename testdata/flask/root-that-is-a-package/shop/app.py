from flask import Flask

SECRET_KEY = "4b9d" * 10
SESSION_COOKIE_NAME = "shop"


def create_app():
    app = Flask(__name__)
    app.config.from_object(__name__)
    return app
