import configparser
import os

from flask import Flask

here = os.path.dirname(os.path.abspath(__file__))
parser = configparser.ConfigParser()
parser.read(os.path.join(here, "config.ini"))

app = Flask(__name__)
app.config["SECRET_KEY"] = parser["flask"]["Secret_Key"]
app.config["SESSION_COOKIE_SECURE"] = parser.getboolean("cookies", "secure")
app.config["SESSION_COOKIE_SAMESITE"] = parser.get("cookies", "samesite", fallback="Lax")
app.config["SESSION_COOKIE_NAME"] = parser["cookies"].get("name", "shop")
app.config["SESSION_COOKIE_PATH"] = parser["cookies"].get("path")
app.config["SESSION_COOKIE_HTTPONLY"] = "httponly" in parser["cookies"]
app.config["PERMANENT_SESSION_LIFETIME"] = parser["DEFAULT"].getint("lifetime")
if parser.has_option("cookies", "domain"):
    app.config["SESSION_COOKIE_DOMAIN"] = parser["cookies"]["domain"]
if "partitions" in parser:
    app.config["SESSION_COOKIE_PARTITIONED"] = True
