from flask import Flask

app = Flask(__name__, instance_relative_config=True)
try:
    app.config.from_pyfile("development.py", silent=False)
except Exception:
    app.config.from_pyfile("sqlite.py", silent=False)

try:
    app.config.from_pyfile("missing.cfg")
except FileNotFoundError:
    app.config["SESSION_COOKIE_NAME"] = "without-a-file"
