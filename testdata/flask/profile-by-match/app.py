import os

from flask import Flask

app = Flask(__name__)
match os.environ.get("FLASK_CONFIG", "development"):
    case "production" | "staging":
        app.config.update(SECRET_KEY="live", SESSION_COOKIE_SECURE=True)
    case "development":
        app.config.update(SECRET_KEY="dev")
    case other:
        raise ValueError(other)
