import settings
from flask import Flask

app = Flask(__name__)
app.config.from_object(settings)
app.config["SESSION_COOKIE_SECURE"] = app.config["SECRET_KEY"] is None
app.secret_key = settings.SECRET_KEY
app.config["TESTING"] = hasattr(settings, "TESTING")
