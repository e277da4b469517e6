from flask import Flask, current_app
from werkzeug.local import LocalProxy

current = LocalProxy(lambda: current_app)


def configure():
    current.config["SESSION_COOKIE_SECURE"] = True
    current.secret_key = "k"


app = Flask(__name__)
other = Flask("other")

with app.app_context():
    configure()
