from flask import Flask, session
app = Flask(__name__)
app.secret_key = 'simplekey'

@app.route("/")
def index():
    session["a"] = 1
    return "x"
