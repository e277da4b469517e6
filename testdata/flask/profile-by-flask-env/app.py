import os

from flask import Flask

from config import config


def create_app(name=None):
    app = Flask(__name__)
    app.config.from_object(config[name or os.getenv("FLASK_ENV", "default")])
    return app


app = create_app()
