import os
from pathlib import Path

from flask import Flask

for line in open("config.env"):
    pair = line.strip().split("=")
    if len(pair) == 2:
        os.environ[pair[0]] = pair[1].replace('"', "")

with (Path(__file__).parent / "more.env").open() as file:
    for line in file:
        line = line.strip()
        if line and not line.startswith("#") and "=" in line:
            name, value = line.split("=", 1)
            if name not in os.environ:
                os.environ[name] = value

with open("names.txt") as file:
    names = [name.strip() for name in file]

app = Flask(__name__)
app.config["SECRET_KEY"] = os.environ["SHOP_KEY"]
app.config["SESSION_COOKIE_SECURE"] = os.environ.get("SHOP_SECURE") == "yes"
app.config["SESSION_COOKIE_NAME"] = names[1]
app.config["SESSION_COOKIE_PATH"] = os.environ.get("SHOP_PATH")
