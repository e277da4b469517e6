import os

from flask import Flask

app = Flask(__name__)
name = os.environ.get("APP_ENV", "development")
app.config.from_object(f"settings.{name}.{name.capitalize()}Config")
