from flask import Blueprint, Flask

pages = Blueprint("pages", __name__)
other = Blueprint("other", __name__)
nested = Blueprint("nested", __name__)
innermost = Blueprint("innermost", __name__)


def name():
    app.config["SESSION_COOKIE_NAME"] = "of-pages"


pages.before_app_request(name)


@pages.before_app_request
def secure():
    app.config["SESSION_COOKIE_SECURE"] = True


@innermost.before_app_request
def lax():
    app.config["SESSION_COOKIE_SAMESITE"] = "Lax"


@innermost.record
def path(state):
    state.app.config["SESSION_COOKIE_PATH"] = "/shop"


@other.before_app_request
def never():
    app.config["SESSION_COOKIE_HTTPONLY"] = False


app = Flask(__name__)
app.secret_key = "k"
nested.register_blueprint(innermost)
pages.register_blueprint(nested)
app.register_blueprint(pages)
