
import configparser
import os
from flask import Flask

cp = configparser.ConfigParser(defaults={"secure": "no"}, allow_no_value=True)
cp.read_string("""
[web]
name=a
len = 12
http: off
dom = x.%(base)s
base = d
[flask]
preferred_url_scheme = https
""")
cp.read_dict({"web": {"name": "fromdict"}})
cp.set("web", "path", "/set")
if not cp.has_option("web", "same"):
    cp["web"]["same"] = "Lax"
app = Flask(__name__)
web = cp["web"]
app.config["SESSION_COOKIE_SECURE"] = web.getboolean("secure")
app.config["SESSION_COOKIE_HTTPONLY"] = cp.getboolean("web", "http", fallback=True)
app.config["SESSION_COOKIE_NAME"] = web["name"]
app.config["SESSION_COOKIE_PATH"] = cp.get("web", "path")
app.config["SESSION_COOKIE_SAMESITE"] = web.get("same", "Strict")
app.config["MAX_CONTENT_LENGTH"] = cp.getint("web", "len")
app.config["SESSION_COOKIE_DOMAIN"] = cp.get("web", "dom", vars={"base": "q.r"})
for k, v in cp.items("flask"):
    app.config[k.upper()] = v
cp.remove_option("web", "base")
app.config["APPLICATION_ROOT"] = cp.get("web", "base", fallback="/fb")
