from flask import Flask


class Settings(dict):
    SESSION_COOKIE_NAME = "attribute"


app = Flask(__name__)
app.config.from_object({"SECRET_KEY": "never"})
app.config.from_object(None)
app.config.from_object(Settings(SECRET_KEY="never"))
