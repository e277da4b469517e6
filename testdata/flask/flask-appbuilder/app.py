from flask import Flask
from flask_appbuilder import AppBuilder
from flask_sqlalchemy import SQLAlchemy

app = Flask(__name__)
app.config.from_object("config")
db = SQLAlchemy(app)
with app.app_context():
    appbuilder = AppBuilder(app, db.session)
app.config["SESSION_COOKIE_NAME"] = "builder"
