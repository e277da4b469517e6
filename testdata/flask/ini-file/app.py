import configparser

from flask import Flask

parser = configparser.ConfigParser()
parser.read("settings.ini")
app = Flask(__name__)
app.config["SECRET_KEY"] = parser["flask"]["secret_key"]
app.config["SESSION_COOKIE_SECURE"] = parser.getboolean("flask", "secure")
app.config["PERMANENT_SESSION_LIFETIME"] = parser.getint("flask", "lifetime", fallback=60)
