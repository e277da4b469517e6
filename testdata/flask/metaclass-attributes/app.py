from flask import Flask


class Meta(type):
    SESSION_COOKIE_NAME = "not in dir"

    def __new__(cls, name, bases, namespace):
        namespace.setdefault("SECRET_KEY", "by the metaclass")
        return super().__new__(cls, name, bases, namespace)


class Config(metaclass=Meta):
    SESSION_COOKIE_SECURE = True


app = Flask(__name__)
app.config.from_object(Config)
