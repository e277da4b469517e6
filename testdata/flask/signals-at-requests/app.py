from flask import Flask, appcontext_pushed, request_started, template_rendered
from flask.signals import request_finished

app = Flask(__name__)
app.secret_key = "k"
app.config["SESSION_COOKIE_SECURE"] = False
app.config["SESSION_COOKIE_SAMESITE"] = "Strict"
other = Flask("other")


@appcontext_pushed.connect
def secure(sender, **extra):
    sender.config["SESSION_COOKIE_SECURE"] = True


@request_started.connect_via(app)
def name(sender, **extra):
    app.config["SESSION_COOKIE_NAME"] = "started"
    app.config["SESSION_COOKIE_SAMESITE"] = "None"


@app.before_request
def after_signals():
    app.config["SESSION_COOKIE_SAMESITE"] = "Lax"


@request_started.connect_via(other)
def not_ours(sender, **extra):
    app.config["SESSION_COOKIE_HTTPONLY"] = False


@template_rendered.connect
def not_sent(sender, **extra):
    app.config["SESSION_COOKIE_HTTPONLY"] = False


def at_the_end(sender, **extra):
    sender.config["PERMANENT_SESSION_LIFETIME"] = 60


request_finished.connect(at_the_end, app)
