import json
import os
from pathlib import Path

from flask import Flask

HERE = Path(__file__).parent

app = Flask(__name__)
with open(os.path.join(os.path.dirname(__file__), "secret.txt"), "rb") as file:
    app.config["SECRET_KEY"] = file.read().strip()
app.config["SECRET_KEY_FALLBACKS"] = [open(HERE / "secret.txt").read()]

lines = open(HERE / "lines.txt")
app.config["SESSION_COOKIE_SAMESITE"] = lines.readline().rstrip()
app.config["SESSION_COOKIE_NAME"] = lines.read().strip()
app.config["SESSION_COOKIE_DOMAIN"] = lines.read() or None
app.config["APPLICATION_ROOT"] = "/" + (HERE / "lines.txt").read_text().splitlines()[1]
app.config["PREFERRED_URL_SCHEME"] = (HERE / "lines.txt").open().readlines()[1]
app.config["SESSION_COOKIE_SECURE"] = (HERE / "lines.txt").read_bytes() == b"lax\r\nshop\n"
with (HERE / "more.json").open() as file:
    app.config.update(json.load(file))
app.config.update(json.loads((HERE / "more.json").read_text()))
with open(HERE / "made.txt", "w") as file:
    file.write("made")
