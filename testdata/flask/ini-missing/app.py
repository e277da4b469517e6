import configparser

from flask import Flask

parser = configparser.ConfigParser()
parser.read_string("[flask]\nname = shop\n")

app = Flask(__name__)
try:
    app.secret_key = parser.get("flask", "secret_key")
except configparser.NoOptionError:
    app.secret_key = "9c1e5f0a7b3d"
try:
    app.config["SESSION_COOKIE_SECURE"] = parser.getboolean("cookies", "secure")
except configparser.Error:
    app.config["SESSION_COOKIE_SECURE"] = True
try:
    app.config["SESSION_COOKIE_SAMESITE"] = parser["cookies"]["samesite"]
except KeyError:
    app.config["SESSION_COOKIE_SAMESITE"] = "Lax"
app.config["SESSION_COOKIE_PATH"] = parser["flask"].get("path", fallback="/shop")
