"""A small app."""
from flask import Flask, session

app = Flask(__name__)
app.secret_key = "teapot-forms"


@app.get("/")
def index():
    session["seen"] = True
    return "hello"
