from flask import Flask


class Keys:
    SECRET = "SECRET_KEY"
    PREFIX = "SESSION_COOKIE_"
    NAME = PREFIX + "NAME"


app = Flask(__name__)
app.config[Keys.SECRET] = "by constant"
app.config[Keys.NAME] = "sid"
app.config.update({Keys.PREFIX + "SECURE": True, **{Keys.PREFIX + "SAMESITE": "Lax"}})
