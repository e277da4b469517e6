from flask import Flask

app = Flask(__name__)
app.config["SECRET_KEY"] = "popped"
key = app.config.pop("SECRET_KEY")
app.config["SESSION_COOKIE_NAME"] = key
app.config["SECRET_KEY"] = app.config.pop("MISSING", "fallback")
del app.config["MAX_CONTENT_LENGTH"]
del app.config["TRUSTED_HOSTS"]
