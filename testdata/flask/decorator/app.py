import functools

from flask import Flask


def secured(function):
    @functools.wraps(function)
    def wrapper(*args, **kwargs):
        app = function(*args, **kwargs)
        app.config["SESSION_COOKIE_SECURE"] = True
        return app

    return wrapper


@secured
def create(key):
    app = Flask(__name__)
    app.config.update(SECRET_KEY=key, SESSION_COOKIE_SECURE=False)
    return app


app = create("decorated")
