from flask import Flask


class Hardening:
    def __init__(self, secure):
        self.secure = secure

    def apply(self, app):
        app.config["SESSION_COOKIE_SECURE"] = self.secure


def create_app(*callbacks):
    app = Flask(__name__)
    app.secret_key = "callbacks"
    for callback in callbacks:
        callback(app)
    return app


app = create_app(Hardening(True).apply, lambda one: setattr(one, "testing", True))
