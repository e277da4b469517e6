import configparser

from flask import Flask

DEFAULTS = {"name": "shop", "path": "/"}
parser = configparser.RawConfigParser(DEFAULTS)
parser.read_string("[cookies]\npath = /shop\nsamesite = Lax\nsecure: yes\n")
parser["flask"] = {"left": "behind"}
parser["flask"] = {"secret_key": "%(raw)s-9c1e5f0a7b3d"}
parser["cookies"]["SameSite"] = "Strict"
parser.set("cookies", "secure", "0")
parser.read_dict({"cookies": {"domain": "shop.example"}, "more": {"lifetime": 60}})

if "left" in parser["flask"]:
    raise SystemExit("it is still there")

app = Flask(__name__)
app.secret_key = parser.get("flask", "secret_key")
app.config["SESSION_COOKIE_SAMESITE"] = parser["cookies"]["samesite"]
app.config["SESSION_COOKIE_SECURE"] = parser["cookies"].getboolean("secure")
app.config["SESSION_COOKIE_NAME"] = parser["cookies"]["name"]
app.config["SESSION_COOKIE_PATH"] = parser["cookies"]["path"]
app.config["SESSION_COOKIE_DOMAIN"] = parser["cookies"]["domain"]
app.config["PERMANENT_SESSION_LIFETIME"] = parser.getint("more", "lifetime")
