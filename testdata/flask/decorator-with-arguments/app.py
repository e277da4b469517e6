from flask import Flask


def with_settings(**settings):
    def decorate(function):
        def inner():
            app = function()
            app.config.update(settings)
            return app

        return inner

    return decorate


@with_settings(SECRET_KEY="argument", SESSION_COOKIE_HTTPONLY=False)
def create():
    return Flask(__name__)


app = create()
