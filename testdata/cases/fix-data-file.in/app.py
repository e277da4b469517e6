import json

from flask import Flask, session

app = Flask(__name__)
app.config.from_file("site.json", load=json.load)


@app.route("/")
def index():
    session["seen"] = True
    return "Hello"
