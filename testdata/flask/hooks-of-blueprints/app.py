from flask import Blueprint, Flask

pages = Blueprint("pages", __name__)
other = Blueprint("other", __name__)


def name():
    app.config["SESSION_COOKIE_NAME"] = "of-pages"


pages.before_app_request(name)


@pages.before_app_request
def secure():
    app.config["SESSION_COOKIE_SECURE"] = True


@other.before_app_request
def never():
    app.config["SESSION_COOKIE_HTTPONLY"] = False


app = Flask(__name__)
app.secret_key = "k"
app.register_blueprint(pages)
