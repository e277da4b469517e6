from flask import Flask

app = Flask(__name__)
app.secret_key = "first"
app.config["SESSION_COOKIE_HTTPONLY"] = False
app.config.update(SECRET_KEY="second", SESSION_COOKIE_HTTPONLY=True)
app.config["SECRET_KEY"] = "third"
