from flask import Flask

app = Flask(__name__)
first = app.config.from_pyfile("settings.cfg")
second = app.config.from_pyfile("missing.cfg", silent=True)
app.config["SESSION_COOKIE_SECURE"] = first and not second
