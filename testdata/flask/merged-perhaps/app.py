import os

from flask import Flask


def from_environment(key, name):
    data = {}
    value = os.environ.get(name)
    if value is not None:
        data[key] = value
    return data


def settings(SESSION_COOKIE_DOMAIN="example.com"):
    return SESSION_COOKIE_DOMAIN


app = Flask(__name__)

updated = {"SECRET_KEY": "correct-horse-battery"}
updated.update(from_environment("SECRET_KEY", "SECRET_KEY"))
app.config.from_mapping(updated)

joined = {"SESSION_COOKIE_SAMESITE": "Lax"}
joined |= from_environment("SESSION_COOKIE_SAMESITE", "SAMESITE")
app.config.update(joined)

app.config.update({**{"SESSION_COOKIE_NAME": "sid"}, **from_environment("SESSION_COOKIE_NAME", "COOKIE_NAME")})
app.config.update(dict({"SESSION_COOKIE_PATH": "/app"}, **from_environment("SESSION_COOKIE_PATH", "COOKIE_PATH")))
app.config["PREFERRED_URL_SCHEME"] = ({"scheme": "https"} | from_environment("scheme", "SCHEME"))["scheme"]
app.config["SESSION_COOKIE_DOMAIN"] = settings(**from_environment("SESSION_COOKIE_DOMAIN", "DOMAIN"))
