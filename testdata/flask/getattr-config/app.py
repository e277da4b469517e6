import config
from flask import Flask
from werkzeug.utils import import_string

app = Flask(__name__)
app.config.from_object(getattr(config, "Production"))
app.config.from_object(import_string("config.Cookies")())
app.config["SESSION_COOKIE_PATH"] = getattr(config.Production, "MISSING", "/default")
