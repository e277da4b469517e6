from flask import Flask, appcontext_pushed


@appcontext_pushed.connect
def lax(sender, **extra):
    sender.config["SESSION_COOKIE_SAMESITE"] = "Lax"


def create_app():
    app = Flask(__name__)
    app.secret_key = "k"
    with app.app_context():
        app.config["SESSION_COOKIE_SECURE"] = app.config["SESSION_COOKIE_SAMESITE"] == "Lax"
    return app


app = create_app()
