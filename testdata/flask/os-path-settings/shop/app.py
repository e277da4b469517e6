import os
from pathlib import Path

from flask import Flask

BASE = Path(__file__).resolve().parent
app = Flask(__name__)
app.config.from_pyfile(str(BASE / "settings.cfg"))
app.config.from_pyfile(os.path.join(os.path.dirname(__file__), "..", "more.cfg"))
app.config["SECRET_KEY"] = (BASE / "secret.txt").read_text().strip()
if os.path.exists(os.path.join(BASE, "missing.txt")):
    app.config["SESSION_COOKIE_NAME"] = "exists"
app.config["PREFERRED_URL_SCHEME"] = BASE.name + Path("a/b.tar.gz").suffix
