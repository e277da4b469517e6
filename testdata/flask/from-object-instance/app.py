from flask import Flask


class Config:
    SECRET_KEY = "class"
    SESSION_COOKIE_NAME = "class"

    def __init__(self, name, secure=True):
        self.SESSION_COOKIE_NAME = name
        self.SESSION_COOKIE_SECURE = secure
        self.lower = 1

    @property
    def SECRET_KEY(self):
        return "property of " + self.SESSION_COOKIE_NAME


app = Flask(__name__)
app.config.from_object(Config("instance"))
