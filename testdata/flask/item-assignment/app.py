from flask import Flask

app = Flask(__name__)
app.config["SECRET_KEY"] = "item"
app.config["SESSION_COOKIE_SECURE"] = True
app.config["SESSION_COOKIE_SAMESITE"] = "lax"
app.config["secret_key"] = "lower case is never read"
