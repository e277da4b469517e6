from flask import Flask
Flask.secret_key = "x" if False else Flask.secret_key
app = Flask(__name__)
app.secret_key = "abc"
