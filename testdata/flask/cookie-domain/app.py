from flask import Flask

app = Flask(__name__)
app.secret_key = "k"
app.config["SERVER_NAME"] = "example.com:5000"
app.config["SESSION_COOKIE_DOMAIN"] = ".example.com:80"
app.config["APPLICATION_ROOT"] = "/shop"
