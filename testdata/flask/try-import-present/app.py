from flask import Flask

SESSION_COOKIE_NAME = "default"
try:
    from local_settings import *
except ImportError:
    pass
app = Flask(__name__)
app.config.from_object(__name__)
