from flask import Flask

app = Flask(__name__)
app.secret_key = "k"


@app.before_request
def closed():
    app.config["SESSION_COOKIE_SECURE"] = True
    return "closed", 503


@app.before_request
def never():
    app.config["SESSION_COOKIE_NAME"] = "never"


@app.after_request
def always(response):
    app.config["SESSION_COOKIE_SAMESITE"] = "Lax"
    return response
