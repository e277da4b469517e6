import settings
from flask import Flask

app = Flask(__name__)
app.config.from_object(settings)
try:
    import settings.ignored
except ImportError as error:
    app.config["SESSION_COOKIE_NAME"] = type(error).__name__
