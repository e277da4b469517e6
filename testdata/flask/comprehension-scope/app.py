from flask import Flask

key = "outer"
name, value = "kept", "too"
app = Flask(__name__)
pairs = {name: value for name, value in [("a", "b")]}
letters = [key for key in "xyz"]
app.config["SECRET_KEY"] = key + name + value
app.config["SESSION_COOKIE_NAME"] = "".join(letters) + pairs["a"]
