from flask import Flask

app = Flask(__name__)
app.secret_key = "k"


@app.route("/")
def index():
    app.config["SESSION_COOKIE_SECURE"] = True
    return ""


@app.cli.command("harden")
def harden():
    app.config["SESSION_COOKIE_NAME"] = "cli"
