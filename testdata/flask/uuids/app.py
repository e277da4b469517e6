import os
import uuid

from flask import Flask

SHOP = uuid.UUID("{3F2504E0-4F89-41D3-9A0C-0305E82C3301}")

app = Flask(__name__)
app.config["SECRET_KEY"] = str(SHOP)
app.config["JWT_SECRET_KEY"] = f"{uuid.UUID(os.environ.get('JWT_ID', 'urn:uuid:6fa459ea-ee8a-3ca4-894e-db77e160355e'))}"
app.config["WTF_CSRF_SECRET_KEY"] = uuid.UUID(bytes=b"otters of a shop").hex
app.config["SECURITY_PASSWORD_SALT"] = str(uuid.UUID(int=1234567, version=4))
app.config["SESSION_COOKIE_NAME"] = SHOP.hex
app.config["SESSION_COOKIE_PATH"] = "/%s" % uuid.UUID(bytes_le=SHOP.bytes)
app.config["SESSION_COOKIE_DOMAIN"] = SHOP.urn
try:
    app.config["SESSION_COOKIE_SAMESITE"] = uuid.UUID("Lax").hex
except ValueError:
    app.config["SESSION_COOKIE_SAMESITE"] = "Strict"
try:
    app.config["SESSION_COOKIE_SECURE"] = bool(uuid.UUID(os.environ.get("SHOP_ID")))
except TypeError:
    app.config["SESSION_COOKIE_SECURE"] = False
