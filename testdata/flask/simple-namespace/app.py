from types import SimpleNamespace

from flask import Flask

settings = SimpleNamespace(SECRET_KEY="namespace", lower=1)
settings.SESSION_COOKIE_SECURE = True
app = Flask(__name__)
app.config.from_object(settings)
app.config.from_mapping(vars(SimpleNamespace(SESSION_COOKIE_NAME="vars")))
