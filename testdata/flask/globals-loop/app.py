import os
from flask import Flask
SECRET_KEY = "a"
SESSION_COOKIE_SECURE = True
_private = 1
app = Flask(__name__)
for k, v in list(globals().items()):
    if k.isupper():
        app.config[k] = v
for name in ("SESSION_COOKIE_NAME", "SESSION_COOKIE_PATH"):
    globals()[name] = "/" + name.lower()
app.config.from_object(__name__)
