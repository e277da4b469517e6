from flask import Flask

app = Flask(__name__)
app.secret_key = "k"
app.config["SESSION_COOKIE_SAMESITE"] = "Off"
