from flask import Flask
from werkzeug.datastructures import ImmutableDict
class App(Flask):
    default_config = ImmutableDict({**Flask.default_config, "SESSION_COOKIE_SECURE": True})
    secret_key = "zz"
app = App(__name__)
