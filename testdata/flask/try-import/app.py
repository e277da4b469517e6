from flask import Flask

try:
    from local_settings import SECRET_KEY
except ImportError:
    SECRET_KEY = "fallback"
try:
    import tomllib
except ModuleNotFoundError:
    tomllib = None
app = Flask(__name__)
app.config["SECRET_KEY"] = SECRET_KEY
app.config["SESSION_COOKIE_SECURE"] = tomllib is not None
