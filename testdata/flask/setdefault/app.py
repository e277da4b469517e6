from flask import Flask

app = Flask(__name__)
app.config.setdefault("SECRET_KEY", "never")
app.config.setdefault("SESSION_COOKIE_SECURE", True)
app.config.setdefault("WTF_CSRF_ENABLED", False)
app.config.setdefault("WTF_CSRF_ENABLED", True)
del app.config["SESSION_COOKIE_NAME"]
app.config.setdefault("SESSION_COOKIE_NAME", "again")
