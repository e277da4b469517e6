import os

from flask import Flask

import options

app = Flask(__name__)
if os.environ.get("COOKIE_SECURE"):
    options.mode["name"] = "secure"
    os.environ["MODE"] = "secure"
    import settings

    app.config["SESSION_COOKIE_PATH"] = settings.MODE
else:
    options.mode["name"] = "plain"
    os.environ["MODE"] = "plain"
    import settings

    app.config["SESSION_COOKIE_DOMAIN"] = settings.MODE
import settings

app.config.from_object(settings)
