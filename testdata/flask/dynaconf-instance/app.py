from dynaconf import Dynaconf, FlaskDynaconf
from flask import Flask

settings = Dynaconf(
    envvar_prefix="SHOP",
    environments=True,
    env="production",
    settings_files=["conf/settings.yaml", "conf/more.json"],
)
app = Flask(__name__)
FlaskDynaconf(app, dynaconf_instance=settings)
