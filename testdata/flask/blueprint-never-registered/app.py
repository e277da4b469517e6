from flask import Blueprint, Flask

shop = Blueprint("shop", __name__)


@shop.record
def settings(state):
    state.app.config["SESSION_COOKIE_NAME"] = "never"


app = Flask(__name__)
