from flask import Flask


def configure(app, *pairs, key="SECRET_KEY", **rest):
    for name, value in pairs:
        app.config[name] = value
    app.config[key] = rest.pop("value")
    app.config.update(rest)


app = Flask(__name__)
configure(app, ("SESSION_COOKIE_NAME", "a"), *[("SESSION_COOKIE_PATH", "/b")], value="v", SESSION_COOKIE_SECURE=True)
