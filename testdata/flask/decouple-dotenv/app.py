from decouple import config, Csv, AutoConfig
from flask import Flask
app = Flask(__name__)
app.config["SECRET_KEY"] = config("SHOP_KEY", default="dev")
app.config["SESSION_COOKIE_SECURE"] = config("SECURE", default=False, cast=bool)
app.config["MAX_CONTENT_LENGTH"] = config("MAXLEN", cast=int)
app.config["TRUSTED_HOSTS"] = config("HOSTS", default="localhost,b", cast=Csv())
