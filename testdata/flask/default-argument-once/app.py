from flask import Flask

KEY = "at definition"


def make(key=KEY, seen=[]):
    seen.append(key)
    app = Flask(__name__)
    app.secret_key = key
    app.config["SESSION_COOKIE_NAME"] = f"n{len(seen)}"
    return app


KEY = "too late"
make()
app = make()
