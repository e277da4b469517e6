import os

from flask import Flask

app = Flask(__name__)
if os.environ.get("COOKIE_SECURE"):
    from settings.production import *
else:
    from settings.development import *
app.config.from_object(__name__)
