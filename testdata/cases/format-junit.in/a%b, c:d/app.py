from flask import Flask

app = Flask(__name__)
app.config["ÄÖ & <b>"], app.config["SESSION_COOKIE_HTTPONLY"] = "x", 0
app.config["X"] = 1
app.config["SESSION_COOKIE_SECURE"] = False
