from flask import Flask
class Settings:
    _inst = None
    def __new__(cls, *a):
        if cls._inst is None:
            cls._inst = super().__new__(cls)
            cls._inst.SECRET_KEY = "s"
        return cls._inst
class Borg:
    _state = {}
    def __init__(self):
        self.__dict__ = self._state
        self.__dict__.update(SESSION_COOKIE_SECURE=True)
app = Flask(__name__)
app.config.from_object(Settings())
app.config.from_object(Borg())
