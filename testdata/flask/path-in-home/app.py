import os
from pathlib import Path

from flask import Flask

app = Flask(__name__)
app.config.from_pyfile(os.path.expanduser("~/.a-shop-that-nobody-has.cfg"), silent=True)
app.config["SESSION_COOKIE_PATH"] = str(Path("~").expanduser() / "shop")
app.config["SESSION_COOKIE_NAME"] = str(Path.home() / "shop")
app.config["APPLICATION_ROOT"] = os.path.join(os.path.expanduser("~"), "/shop")
