import os
import secrets
import uuid

from flask import Flask

app = Flask(__name__)
app.secret_key = os.environ.get("SECRET_KEY", secrets.token_hex(32))
app.config["SECRET_KEY_FALLBACKS"] = [os.urandom(16)]
app.config["SESSION_COOKIE_NAME"] = "s" + uuid.uuid4().hex
