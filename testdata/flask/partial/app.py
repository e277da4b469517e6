from functools import partial

from flask import Flask


def put(app, key, value):
    app.config[key] = value


app = Flask(__name__)
into = partial(put, app)
into("SECRET_KEY", "partial")
secure = partial(into, "SESSION_COOKIE_SECURE")
secure(value=True)
