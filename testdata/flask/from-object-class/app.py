from flask import Flask


class Config:
    SECRET_KEY = "class"
    SESSION_COOKIE_SECURE: bool = True
    SESSION_COOKIE_NAME: str
    secret_key = "lower"
    Mixed = 1

    def PREFERRED_URL_SCHEME(self):
        return "https"


app = Flask(__name__)
app.config.from_object(Config)
