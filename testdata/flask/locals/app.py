from flask import Flask


def create_app():
    app = Flask(__name__)
    SECRET_KEY = "local"
    SESSION_COOKIE_SECURE = True
    app.config.from_mapping(locals())
    return app
