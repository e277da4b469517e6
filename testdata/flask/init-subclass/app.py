from flask import Flask
class Base:
    registry = {}
    def __init_subclass__(cls, **kw):
        super().__init_subclass__(**kw)
        Base.registry[cls.__name__] = cls
class Prod(Base):
    SECRET_KEY = "p"
app = Flask(__name__)
app.config.from_object(Base.registry["Prod"])
