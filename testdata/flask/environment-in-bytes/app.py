import os
from typing import cast

from flask import Flask
from flask.config import Config

app = Flask(__name__)
config = cast(Config, app.config)
config["SECRET_KEY"] = os.getenvb(b"SECRET_KEY", b"dev-key")
config["SESSION_COOKIE_NAME"] = cast(str, os.environb.get(b"COOKIE_NAME", b"shop").decode())
config["SESSION_COOKIE_SECURE"] = b"COOKIE_SECURE" in os.environb
config["SESSION_COOKIE_HTTPONLY"] = os.environ.__contains__("COOKIE_HTTPONLY")
if b"SAMESITE" in os.environb:
    config["SESSION_COOKIE_SAMESITE"] = os.environb[b"SAMESITE"].decode()
os.environ["SHOP_PATH"] = "/shop"
config["SESSION_COOKIE_PATH"] = os.getenvb(b"SHOP_PATH", b"/").decode()
config["SESSION_COOKIE_DOMAIN"] = os.getenvb(b"COOKIE_DOMAIN")
