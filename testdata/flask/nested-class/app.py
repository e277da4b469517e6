from flask import Flask


class Settings:
    class Cookies:
        SESSION_COOKIE_SECURE = True

    class SERVER_NAME:
        pass

    SECRET_KEY = "outer"


app = Flask(__name__)
app.config.from_object(Settings.Cookies)
app.config["SECRET_KEY"] = Settings.SECRET_KEY
