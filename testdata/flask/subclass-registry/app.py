from flask import Flask
class Base:
    name = "base"
    registry = {}
    def __init_subclass__(cls, **kw):
        super().__init_subclass__(**kw)
        Base.registry[cls.__name__] = cls
class Prod(Base):
    name = "prod"
    SECRET_KEY = "p"
app = Flask(__name__)
app.config.from_object(Base.registry["Prod"])
for c in Base.__subclasses__():
    if c.name == "prod":
        app.config["SESSION_COOKIE_NAME"] = c.__name__
