from flask import Flask

app = Flask(__name__)
app.secret_key = "kept"
try:
    app.config.from_object("local_settings")
except ImportError:
    app.config["SESSION_COOKIE_SECURE"] = True
