from decouple import Csv, config
from flask import Flask

app = Flask(__name__)
app.config["SECRET_KEY"] = config("SECRET_KEY", default="dev")
app.config["SESSION_COOKIE_SECURE"] = config("COOKIE_SECURE", default=False, cast=bool)
app.config["SESSION_COOKIE_HTTPONLY"] = config("COOKIE_HTTPONLY", default="off", cast=bool)
app.config["PERMANENT_SESSION_LIFETIME"] = config("LIFETIME", default="3600", cast=int)
app.config["TRUSTED_HOSTS"] = config("HOSTS", default="localhost, b.example", cast=Csv())
app.config["SESSION_COOKIE_NAME"] = config("COOKIE_NAME")
