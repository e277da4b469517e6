import os

from flask import Flask

if os.path.exists("pages"):
    app = Flask(__name__, static_folder="pages")
else:
    app = Flask(__name__)
app.config["SECRET_KEY"] = "9c1e5f0a7b3d"
app.secret_key = app.config["SECRET_KEY"] + "-more"
app.config.update(SESSION_COOKIE_SECURE=True)
app.config.from_mapping(SESSION_COOKIE_NAME="shop")
app.permanent_session_lifetime = 3600
