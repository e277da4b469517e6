from flask import Flask

app = Flask(__name__)
try:
    app.config["SECRET_KEY"] = "before"
    app.config["SESSION_COOKIE_NAME"] = {}["missing"]
    app.config["SECRET_KEY"] = "never"
except KeyError as error:
    app.config["SESSION_COOKIE_NAME"] = "handler"
else:
    app.config["SESSION_COOKIE_PATH"] = "/else"
finally:
    app.config["SESSION_COOKIE_SECURE"] = True
try:
    int("7")
except ValueError:
    app.config["SESSION_COOKIE_SAMESITE"] = "Lax"
else:
    app.config["SESSION_COOKIE_SAMESITE"] = "Strict"
