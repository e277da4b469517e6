from flask import Flask
from flask_talisman import Talisman

app = Flask(__name__)
app.secret_key = "k"
app.config["SESSION_COOKIE_SAMESITE"] = "Strict"
Talisman(app)
