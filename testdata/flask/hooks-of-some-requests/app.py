from flask import Blueprint, Flask, request

app = Flask(__name__)
app.secret_key = "k"
pages = Blueprint("pages", __name__)


@pages.before_request
def secure():
    app.config["SESSION_COOKIE_SECURE"] = True


@app.teardown_request
def later(error):
    app.config["SESSION_COOKIE_SAMESITE"] = "Lax"


@app.before_request
def closed():
    if request.path == "/closed":
        return "closed", 503


@app.before_request
def name():
    app.config["SESSION_COOKIE_NAME"] = "open"


app.register_blueprint(pages)
