import os

from flask import Flask, flash

from config import config


def create_app():
    app = Flask(__name__)
    app.config.from_object(config[os.environ["APP_ENV"]])

    @app.route("/")
    def index():
        flash("Hello")
        return "Hello"

    return app
