from flask import Flask
class Base:
    pass
class Prod(Base):
    name = "prod"
app = Flask(__name__)
for c in Base.__subclasses__():
    if c.name == "prod":
        app.config["SESSION_COOKIE_NAME"] = c.__name__
