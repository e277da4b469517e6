from flask import Flask


def setter(prefix):
    count = 0

    def put(app, name, value):
        nonlocal count
        count += 1
        app.config[f"{prefix}_{name}"] = value
        return count

    return put


app = Flask(__name__)
cookie = setter("SESSION_COOKIE")
cookie(app, "SECURE", True)
written = cookie(app, "NAME", "closed")
app.config["PERMANENT_SESSION_LIFETIME"] = written
app.secret_key = "k"
