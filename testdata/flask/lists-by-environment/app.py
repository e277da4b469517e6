import os
from flask import Flask
app = Flask(__name__)
names = os.getenv("APP_ENV", "localhost,b").split(",")
app.config["TRUSTED_HOSTS"] = names + ["c"]
app.config["SECRET_KEY_FALLBACKS"] = [*names]
app.config["SESSION_COOKIE_NAME"] = "-".join(names)
app.config["MAX_FORM_PARTS"] = len(names)
app.config["SESSION_COOKIE_SECURE"] = "production" in names
app.config["SESSION_COOKIE_PATH"] = "/" + names[0]
app.config["TESTING"] = any(n == "production" for n in names)
first, *rest = names
app.config["PREFERRED_URL_SCHEME"] = first
