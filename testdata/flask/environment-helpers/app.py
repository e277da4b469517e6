import os
from flask import Flask
def env_bool(name, default=False):
    v = os.getenv(name)
    if v is None: return default
    return v.strip().lower() in {"1", "true", "yes", "on"}
def env_int(name, default):
    try: return int(os.getenv(name, ""))
    except ValueError: return default
def env_list(name, default=""):
    return [p.strip() for p in os.getenv(name, default).split(",") if p.strip()]
def get_secret(name, default=None):
    path = f"/run/secrets/{name}"
    if os.path.exists(path):
        with open(path) as f: return f.read().strip()
    return os.getenv(name.upper(), default)
app = Flask(__name__)
app.config.update(SESSION_COOKIE_SECURE=env_bool("COOKIE_SECURE", True), MAX_CONTENT_LENGTH=env_int("MAXLEN", 16 * 1024), TRUSTED_HOSTS=env_list("HOSTS", "localhost, b.example") or None, SECRET_KEY=get_secret("secret_key", "dflt"))
