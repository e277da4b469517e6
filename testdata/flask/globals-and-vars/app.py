from flask import Flask

SECRET_KEY = "global"
SESSION_COOKIE_SECURE = True
lower = 1


class Extra:
    SESSION_COOKIE_NAME = "vars"


app = Flask(__name__)
app.config.update({key: value for key, value in globals().items() if key.isupper()})
app.config.from_mapping(vars(Extra))
app.config["SESSION_COOKIE_PATH"] = globals().get("MISSING", "/globals")
