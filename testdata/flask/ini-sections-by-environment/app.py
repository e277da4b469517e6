import os
from configparser import ConfigParser

from flask import Flask

parser = ConfigParser()
parser.read(os.path.join(os.path.dirname(os.path.abspath(__file__)), "shop.ini"))
section = parser[os.environ.get("APP_ENV", "development")]

app = Flask(__name__)
app.config["SECRET_KEY"] = section["key"]
app.config["SESSION_COOKIE_SECURE"] = section.getboolean("https")
