from flask import Flask

app = Flask(__name__)
app.secret_key = "k"


@app.before_request
def harden():
    app.config["SESSION_COOKIE_SECURE"] = True
    app.config["SESSION_COOKIE_NAME"] = "hooked"
