import configparser

from flask import Flask

parser = configparser.ConfigParser()
found = parser.read(["usual.ini", "/etc/shop/there-is-none.ini", "last.ini"])

app = Flask(__name__)
app.secret_key = parser["flask"]["key"]
app.config["SESSION_COOKIE_NAME"] = parser["flask"]["name"]
app.config["SESSION_COOKIE_SAMESITE"] = parser["flask"].get("samesite", "Lax")
app.config["SESSION_COOKIE_SECURE"] = parser.getboolean("flask", "secure", fallback=True)
if not found:
    app.config["SESSION_COOKIE_PATH"] = "/none"
