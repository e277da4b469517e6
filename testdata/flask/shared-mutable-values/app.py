from flask import Flask

HOSTS = ["localhost"]
SETTINGS = {"SECRET_KEY": "a"}
app = Flask(__name__)
app.config["TRUSTED_HOSTS"] = HOSTS
HOSTS.append("added.example")
app.config.update(SETTINGS)
SETTINGS["SECRET_KEY"] = "too late"
copy = dict(SETTINGS)
copy["SESSION_COOKIE_NAME"] = copy.pop("SECRET_KEY")
app.config.update(copy)
