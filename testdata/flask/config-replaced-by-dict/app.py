from flask import Flask

app = Flask(__name__)
app.config = app.config | {"SECRET_KEY": "plain dict", "SESSION_COOKIE_SECURE": True}
app.config["SESSION_COOKIE_NAME"] = "plain"
