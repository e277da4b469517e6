from flask import Flask


class Config:
    SESSION_COOKIE_NAME = "sid"

    @property
    def SESSION_COOKIE_SECURE(self):
        return False

    @staticmethod
    def SERVER_NAME():
        return "x"


app = Flask(__name__)
app.secret_key = "k"
app.config.from_object(Config)
