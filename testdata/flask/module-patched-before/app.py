import settings
from flask import Flask

settings.SECRET_KEY = "patched"
setattr(settings, "SESSION_COOKIE_SECURE", True)
del settings.SESSION_COOKIE_NAME
app = Flask(__name__)
app.config.from_object("settings")
