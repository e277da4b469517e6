from flask import Flask

app = Flask(__name__)
app.secret_key = "flags"
app.config["SESSION_COOKIE_SECURE"] = "False"
app.config["SESSION_COOKIE_HTTPONLY"] = None
app.config["SESSION_COOKIE_PARTITIONED"] = 0
