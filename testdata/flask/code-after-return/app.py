from flask import Flask


def create_app():
    app = Flask(__name__)
    app.config["SECRET_KEY"] = "returned"
    return app
    app.config["SECRET_KEY"] = "unreachable"
