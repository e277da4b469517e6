from dynaconf import FlaskDynaconf
from flask import Flask

app = Flask(__name__)
FlaskDynaconf(app, environments=False, load_dotenv=False, settings_files=["settings.toml"])
other = Flask("other")
FlaskDynaconf(other, force_env="production", settings_files=["other.toml"])
