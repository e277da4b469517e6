from flask import Flask

app = Flask(__name__)
app.config.update({"SECRET_KEY": "positional", "SESSION_COOKIE_NAME": "a"}, SECRET_KEY="keyword")
app.config.update([("SESSION_COOKIE_SECURE", True), ("session_cookie_secure", False)])
app.config.update(dict(SESSION_COOKIE_PATH="/app"), **{"SESSION_COOKIE_SAMESITE": "Strict"})
