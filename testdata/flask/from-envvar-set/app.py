from flask import Flask

app = Flask(__name__)
app.config.from_object("defaults")
app.config.from_envvar("APP_SETTINGS", silent=True)
app.config["SESSION_COOKIE_PATH"] = "/after"
