from flask import Flask

SETTINGS = {"SECRET_KEY": "loop", "SESSION_COOKIE_SECURE": 1, "lower": 2}
app = Flask(__name__)
for key in SETTINGS:
    app.config[key] = SETTINGS[key]
for position, (key, value) in enumerate({"SESSION_COOKIE_NAME": "n", "MAX_COOKIE_SIZE": 0}.items()):
    if value:
        app.config[key] = f"{value}{position}"
for flag in ["SECURE", "HTTPONLY"]:
    app.config["SESSION_COOKIE_" + flag] = flag == "SECURE"
