import os, sys, importlib
from flask import Flask
import conf
app = Flask(__name__)
app.config.from_object(getattr(conf, os.getenv("APP_ENV", "development").capitalize() + "Config"))
app.config.from_object(getattr(sys.modules["conf"], "Extra"))
app.config.from_object(getattr(importlib.import_module("conf"), "Third", None))
app.config.from_object(vars(conf)["Fourth"])
