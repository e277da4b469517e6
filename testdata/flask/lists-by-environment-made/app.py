import os
from flask import Flask
app = Flask(__name__)
names = [n.strip() for n in os.getenv("APP_ENV", "localhost, b").split(",") if n.strip()]
app.config["TRUSTED_HOSTS"] = names
app.config["SECRET_KEY_FALLBACKS"] = names + ["c"]
app.config["SESSION_COOKIE_NAME"] = "-".join(names)
app.config["MAX_FORM_PARTS"] = len(names)
app.config["SESSION_COOKIE_SECURE"] = "production" in names
app.config["SESSION_COOKIE_PATH"] = "/" + names[0]
app.config["TESTING"] = any(n == "production" for n in names)
app.config["MAX_CONTENT_LENGTH"] = 5 if names else None
names.append("x")
names2 = sorted(names)
app.config["PREFERRED_URL_SCHEME"] = names2[0]
for n in names:
    app.config["SERVER_NAME"] = n
app.config["APPLICATION_ROOT"] = str(names == ["localhost", "b", "x"])
