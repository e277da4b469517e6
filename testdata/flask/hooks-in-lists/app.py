from flask import Flask

app = Flask(__name__)
app.secret_key = "k"


def secure():
    app.config["SESSION_COOKIE_SECURE"] = True


def name():
    app.config["SESSION_COOKIE_NAME"] = "listed"


def lax(response):
    app.config["SESSION_COOKIE_SAMESITE"] = "Lax"
    return response


app.before_request_funcs.setdefault(None, []).append(secure)
app.before_request_funcs[None].insert(0, name)
app.after_request_funcs[None] = [lax]


@app.before_request
def rename():
    app.config["SESSION_COOKIE_NAME"] += "-and-decorated"
