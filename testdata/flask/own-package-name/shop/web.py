from flask import Flask


def create_app():
    app = Flask(__package__)
    app.config.from_object(__package__ + ".settings")
    app.config.from_object(f"{__name__.rpartition('.')[0]}.cookies.Cookies")
    return app
