from flask import Flask, session

from shop.config import Config


def create_app():
    app = Flask(__name__)
    app.config.from_object(Config)

    @app.get("/")
    def index():
        session["seen"] = True
        return "shop"

    return app
