from pathlib import Path

from flask import Flask, session

app = Flask(__name__)
app.secret_key = Path("abc")
app.config["SESSION_COOKIE_PATH"] = str(Path("/shop") / "in")


@app.route("/")
def index():
    session["n"] = 1
    return "ok"
