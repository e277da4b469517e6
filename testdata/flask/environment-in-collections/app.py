import os

from flask import Flask

app = Flask(__name__)
hosts = os.getenv("HOSTS", "localhost,b.example").split(",")
app.config["TRUSTED_HOSTS"] = [host.strip() for host in hosts]
app.config["SECRET_KEY_FALLBACKS"] = list(os.environ.get("NAMES", "one two").split())
app.config["SESSION_COOKIE_NAME"] = "-".join(sorted(os.environ.get("NAMES", "one two").split()))
app.config["PREFERRED_URL_SCHEME"] = {"http": "http", "https": "https"}[os.environ.get("SCHEME", "http")]
app.config["MAX_FORM_PARTS"] = int(os.environ.get("NUMBER", "7")) * 2
app.config["MAX_COOKIE_SIZE"] = max(int(os.environ.get("NUMBER", "7")), 8)
app.config["SESSION_COOKIE_PATH"] = "/" + "/".join(name for name in os.environ.get("NAMES", "p q").split())
for name in os.environ.get("NAMES", "looped").split():
    app.config["SERVER_NAME"] = name
app.config["SESSION_COOKIE_SECURE"] = len(hosts) > 1
