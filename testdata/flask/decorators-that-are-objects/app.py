from functools import partial

from flask import Flask


def named(name, factory):
    def inner():
        app = factory()
        app.config["SESSION_COOKIE_NAME"] = name
        return app

    return inner


class Setting:
    def __init__(self, key, value):
        self.key = key
        self.value = value

    def __call__(self, factory):
        def inner():
            app = factory()
            app.config[self.key] = self.value
            return app

        return inner


secure = Setting("SESSION_COOKIE_SECURE", True)


@secure
@Setting("SESSION_COOKIE_SAMESITE", "Lax")
@partial(named, "shop")
def create_app():
    app = Flask(__name__)
    app.secret_key = "k"
    return app


app = create_app()
