from flask import Flask

app = Flask(__name__)
try:
    app.config.from_json("settings.json")
except AttributeError:
    app.secret_key = "an old method"
