from flask import Flask

try:
    from production import Config
except ImportError:

    class Config:
        SECRET_KEY = "fallback"
        SESSION_COOKIE_SECURE = False


app = Flask(__name__)
app.config.from_object(Config)
