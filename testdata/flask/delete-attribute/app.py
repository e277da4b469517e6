from flask import Flask


class Config:
    SECRET_KEY = "class"
    SESSION_COOKIE_NAME = "deleted"


del Config.SESSION_COOKIE_NAME
app = Flask(__name__)
app.config.from_object(Config)
