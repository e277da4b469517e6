from flask import Flask

SECURE = True


class Config:
    SECRET_KEY = "a"
    SECRET_KEY += "b"
    if SECURE:
        SESSION_COOKIE_SECURE = True
    for SESSION_COOKIE_NAME in ("x", "y"):
        pass
    _parts = ["p", "q"]
    SESSION_COOKIE_PATH = "/" + "/".join(_parts)
    SECRET_KEY_FALLBACKS = [len(_parts)]
    del _parts


Config.SESSION_COOKIE_SAMESITE = "Lax"
setattr(Config, "MAX_FORM_PARTS", 3)
app = Flask(__name__)
app.config.from_object(Config)
