from flask import Flask
from .conf import by_name
def make(name):
    app = Flask("shop", instance_relative_config=True)
    app.config.from_object(by_name(name))
    app.config.from_pyfile("app.cfg", silent=True)
    return app
