from flask import Flask, current_app


def configure():
    current_app.config["SESSION_COOKIE_SECURE"] = True
    current_app.secret_key = "current"


app = Flask(__name__)
with app.app_context():
    configure()
context = app.app_context()
context.push()
current_app.config["SESSION_COOKIE_NAME"] = "pushed"
context.pop()
