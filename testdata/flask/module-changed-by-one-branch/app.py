import os

from flask import Flask

app = Flask(__name__)
if os.environ.get("COOKIE_SECURE"):
    import settings

    settings.SESSION_COOKIE_NAME = "secure"
    settings.Config.SESSION_COOKIE_SECURE = True
    settings.names.append("secure")
else:
    import settings

    settings.Config.SESSION_COOKIE_PATH = "/plain"
app.config.from_object(settings)
app.config.from_object(settings.Config)
app.config["SESSION_COOKIE_DOMAIN"] = settings.names[-1]
