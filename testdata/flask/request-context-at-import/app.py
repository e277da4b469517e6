from flask import Flask, current_app

app = Flask(__name__)
app.secret_key = "context"
with app.test_request_context("/"):
    current_app.config["SESSION_COOKIE_NAME"] = "in a request"
context = app.app_context()
context.push()
current_app.config["SESSION_COOKIE_SECURE"] = True
context.pop()
