from dotenv import load_dotenv

load_dotenv()

from flask import Flask, session

from pkg.config import Config

app = Flask(__name__)
app.config.from_object(Config)
app.config["SESSION_COOKIE_HTTPONLY"] = False


@app.get("/")
def index():
    session["seen"] = True
    return "hello"
