from flask import Flask


class Base(Flask):
    def __init__(self, name):
        super().__init__(name)
        self.config["SECRET_KEY"] = "9c1e5f0a7b3d"


class Shop(Base):
    def __init__(self, name):
        super().__init__(name)
        self.config["SESSION_COOKIE_SECURE"] = True


def create_app():
    return Shop(__name__)
