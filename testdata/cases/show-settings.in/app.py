"""A small app."""
from flask import Flask, session

app = Flask(__name__)
app.config.from_object("config.HerokuConfig")


@app.get("/")
def index():
    session["seen"] = True
    return "hello"
