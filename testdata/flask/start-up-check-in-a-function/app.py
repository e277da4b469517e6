import os

from flask import Flask


def check(app, *names):
    missing = [name for name in names if not app.config.get(name)]
    if missing:
        raise SystemExit(f"missing: {', '.join(missing)}")


app = Flask(__name__)
app.config["SECRET_KEY"] = os.environ.get("SECRET_KEY")
check(app, "SECRET_KEY", "SESSION_COOKIE_NAME")
app.config["SESSION_COOKIE_SECURE"] = True
