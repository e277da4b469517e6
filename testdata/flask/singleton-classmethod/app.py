from flask import Flask


class Factory:
    _app = None

    @classmethod
    def get(cls):
        if cls._app is None:
            cls._app = Flask(__name__)
            cls._app.config["SECRET_KEY"] = cls.key()
        return cls._app

    @staticmethod
    def key():
        return "static"


app = Factory.get()
Factory.get().config["SESSION_COOKIE_SECURE"] = True
