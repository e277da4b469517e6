from flask import Flask

app = Flask(__name__)
loaded = app.config.from_mapping(
    {"SECRET_KEY": "mapping", "secret_key": "dropped", "Session_Cookie_Name": "dropped"},
    SESSION_COOKIE_SECURE=True,
    session_cookie_httponly=False,
    SECRET_KEY="keyword wins",
)
if loaded:
    app.config.from_mapping([("SESSION_COOKIE_NAME", "pairs")])
app.config.from_mapping(None)
