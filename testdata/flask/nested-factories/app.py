from flask import Flask


def base():
    app = Flask(__name__)
    app.config["SECRET_KEY"] = "base"
    return app


def secured(make):
    app = make()
    app.config["SESSION_COOKIE_SECURE"] = True
    return app


app = (lambda make: secured(make))(base)
application = app
application.config["SESSION_COOKIE_NAME"] = "alias"
