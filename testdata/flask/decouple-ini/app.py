from decouple import config
from flask import Flask
app = Flask(__name__)
app.config["SECRET_KEY"] = config("SHOP_KEY", default="dev")
app.config["SESSION_COOKIE_SECURE"] = config("SECURE", default=False, cast=bool)
app.config["SESSION_COOKIE_NAME"] = config("NAME2", default="dflt")
