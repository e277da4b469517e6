from flask import Blueprint, Flask

shop = Blueprint("shop", __name__)


@shop.record
def settings(state):
    state.app.config["SESSION_COOKIE_NAME"] = "recorded"


shop.record_once(lambda state: state.app.config.update(SESSION_COOKIE_SECURE=True))
app = Flask(__name__)
app.secret_key = "k"
app.config["SESSION_COOKIE_NAME"] = "before"
app.register_blueprint(shop)
