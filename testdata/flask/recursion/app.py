from flask import Flask


def repeat(text, times):
    return text if times <= 1 else text + repeat(text, times - 1)


app = Flask(__name__)
app.secret_key = repeat("r", 4)
app.config["SESSION_COOKIE_NAME"] = repeat("ab", 3)
