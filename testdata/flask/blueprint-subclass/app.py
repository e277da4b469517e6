from flask import Flask, Blueprint
bp = Blueprint("b", __name__)
@bp.record
def setup(state):
    state.app.config["SECRET_KEY"] = "rec"
@bp.record_once
def once(state):
    state.app.config.update(SESSION_COOKIE_SECURE=True, SESSION_COOKIE_PATH=state.options.get("url_prefix"))
class MyBp(Blueprint):
    def register(self, app, options):
        app.config["SESSION_COOKIE_NAME"] = "bp"
        super().register(app, options)
app = Flask(__name__)
app.register_blueprint(bp, url_prefix="/x")
app.register_blueprint(MyBp("c", __name__))
