import functools
from flask import Flask
REGISTRY = {}
def register(name):
    def wrap(cls):
        REGISTRY[name] = cls
        return cls
    return wrap
def with_defaults(cls):
    cls.SESSION_COOKIE_SECURE = True
    return cls
def logged(f):
    @functools.wraps(f)
    def inner(*a, **k):
        return f(*a, **k)
    return inner
@register("prod")
@with_defaults
class Prod:
    SECRET_KEY = "p"
@logged
def create_app(name="prod"):
    app = Flask(__name__)
    app.config.from_object(REGISTRY[name])
    return app
app = create_app()
