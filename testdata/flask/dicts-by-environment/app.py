import os
from flask import Flask
app = Flask(__name__)
base = {"SECRET_KEY": "a", "SESSION_COOKIE_SECURE": False}
prod = {"SECRET_KEY": "b", "SESSION_COOKIE_SECURE": True}
chosen = prod if os.getenv("APP_ENV") == "production" else base
app.config.update({k: v for k, v in chosen.items()})
app.config["SESSION_COOKIE_NAME"] = chosen["SECRET_KEY"]
merged = {**chosen, "SESSION_COOKIE_PATH": "/x"}
app.config.update(merged)
app.config["MAX_FORM_PARTS"] = len(chosen)
m2 = chosen | {"TESTING": True}
app.config.update(m2)
m3 = dict(chosen, TRAP_HTTP_EXCEPTIONS=True)
app.config.update(m3)
for k in chosen:
    app.config[k] = chosen[k]
chosen["PREFERRED_URL_SCHEME"] = "https"
app.config["PREFERRED_URL_SCHEME"] = base.get("PREFERRED_URL_SCHEME", "http")
