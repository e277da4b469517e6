from flask import Flask

app = Flask(__name__)
app.config["SECRET_KEY"] = "first"
from shop import late

app.config["SESSION_COOKIE_NAME"] = late.NAME
