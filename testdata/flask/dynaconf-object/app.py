from dynaconf import Dynaconf
from flask import Flask
settings = Dynaconf(settings_files=["settings.toml"], envvar_prefix="SHOP")
app = Flask(__name__)
app.config["SECRET_KEY"] = settings.SECRET_KEY
app.config["SESSION_COOKIE_SECURE"] = settings.get("SECURE", False)
app.config["SESSION_COOKIE_NAME"] = settings.name
