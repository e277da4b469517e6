import os

from flask import Flask

os.environ.setdefault("APP_SETTINGS", "site.cfg")
app = Flask(__name__)
app.config.from_envvar("APP_SETTINGS")
