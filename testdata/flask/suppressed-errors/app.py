import contextlib
import os
from contextlib import suppress
from flask import Flask
app = Flask(__name__)
app.secret_key = "dev"
with suppress(KeyError):
    app.secret_key = os.environ["SHOP_KEY"]
    app.config["SESSION_COOKIE_NAME"] = "never"
with suppress(FileNotFoundError, PermissionError):
    open("/nowhere/https").read()
    app.config["SESSION_COOKIE_SECURE"] = True
with contextlib.suppress(ImportError):
    from no_settings_here import SESSION_COOKIE_PATH
    app.config["SESSION_COOKIE_PATH"] = SESSION_COOKIE_PATH
with suppress(KeyError):
    app.config["SESSION_COOKIE_SAMESITE"] = "Lax"
with suppress(ZeroDivisionError):
    app.config["SESSION_COOKIE_HTTPONLY"] = False
    raise ZeroDivisionError
