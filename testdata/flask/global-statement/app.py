from flask import Flask

KEY = "first"


def change():
    global KEY, SESSION_COOKIE_SECURE
    KEY = "second"
    SESSION_COOKIE_SECURE = True


change()
app = Flask(__name__)
app.secret_key = KEY
app.config.from_object(__name__)
