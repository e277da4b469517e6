from flask import Flask


class Security:
    samesite = "Lax"

    def __init__(self, app=None, **options):
        self.options = options
        if app is not None:
            self.init_app(app)

    def init_app(self, app):
        app.config.setdefault("SESSION_COOKIE_SECURE", True)
        app.config["SESSION_COOKIE_SAMESITE"] = self.options.get("samesite", self.samesite)
        app.config.setdefault("REMEMBER_COOKIE_SECURE", True)


app = Flask(__name__)
app.secret_key = "k"
Security(app, samesite="Strict")
