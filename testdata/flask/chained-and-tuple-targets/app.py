from flask import Flask

app = Flask(__name__)
app.config["SESSION_COOKIE_NAME"] = app.secret_key = "chained"
app.config["SESSION_COOKIE_SECURE"], app.config["SESSION_COOKIE_PATH"] = True, "/tuple"
first, *rest = "a", "b", "c"
app.config["SECRET_KEY_FALLBACKS"] = rest
[app.config["MAX_COOKIE_SIZE"], (app.config["MAX_FORM_PARTS"], _)] = 1, (2, 3)
app.config["MAX_FORM_PARTS"] += 40
