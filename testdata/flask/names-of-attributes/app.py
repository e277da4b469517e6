import os
from flask import Flask
class Keys:
    SECRET = "SECRET_KEY"
    SECURE = "SESSION_COOKIE_" + "SECURE"
app = Flask(__name__)
app.config[Keys.SECRET] = "x"
app.config.update({Keys.SECURE: True})
setattr(app, "secret" + "_key", "y")
getattr(app, "config")["SESSION_COOKIE_NAME"] = "n"
getattr(app.config, "update")(SESSION_COOKIE_PATH="/p")
app.config.__setitem__("MAX_FORM_PARTS", 3)
app.__dict__["config"]["TESTING"] = True
vars(app)["config"]["MAX_CONTENT_LENGTH"] = 4
