SESSION_COOKIE_NAME = "site"


def init_app(app):
    app.config["SESSION_COOKIE_SECURE"] = True
