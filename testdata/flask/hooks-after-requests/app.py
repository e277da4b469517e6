from flask import Blueprint, Flask, current_app

app = Flask(__name__)
app.secret_key = "k"
pages = Blueprint("pages", __name__)


@app.after_request
def last(response):
    current_app.config["SESSION_COOKIE_SAMESITE"] = "Lax"
    return response


@app.after_request
def first(response):
    app.config["SESSION_COOKIE_SAMESITE"] = "Strict"
    app.config["SESSION_COOKIE_NAME"] = "after"
    return response


@app.before_request
def between():
    app.config["SESSION_COOKIE_NAME"] = "before"
    app.config["SESSION_COOKIE_PATH"] = "/shop"


@app.url_value_preprocessor
def before(endpoint, values):
    app.config["SESSION_COOKIE_PATH"] = "/"
    app.config["SESSION_COOKIE_SECURE"] = True


@pages.after_app_request
def partitioned(response):
    app.config["SESSION_COOKIE_PARTITIONED"] = True
    return response


app.register_blueprint(pages)
