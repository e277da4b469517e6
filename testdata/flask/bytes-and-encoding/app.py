import base64
import binascii
import codecs
import hashlib

from flask import Flask

app = Flask(__name__)
app.secret_key = hashlib.sha256(b"seed" + "x".encode("utf-8")).hexdigest()
app.config["SESSION_COOKIE_NAME"] = base64.b64encode(b"name").decode().rstrip("=")
app.config["SECRET_KEY_FALLBACKS"] = [bytes.fromhex("00ff"), b"a\n".strip(), binascii.hexlify(b"hi"), "é".encode()]
