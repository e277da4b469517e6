def init_app(app):
    app.config["SESSION_COOKIE_SECURE"] = True


def name_cookie(app):
    app.config["SESSION_COOKIE_NAME"] = "sid"


def for_workers(app):
    app.config["SESSION_COOKIE_SECURE"] = False
