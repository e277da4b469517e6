from flask import Flask


class Lazy:
    SESSION_COOKIE_SECURE = True

    def __getattr__(self, name):
        return "lazy " + name


app = Flask(__name__)
settings = Lazy()
app.config.from_object(settings)
app.secret_key = settings.SECRET_KEY
