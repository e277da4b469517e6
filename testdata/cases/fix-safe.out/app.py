"""The shop."""

from flask import Flask, session

app = Flask(__name__)
app.secret_key = 'teapot-forms'
app.config['SESSION_COOKIE_HTTPONLY'] = True
app.config['SESSION_COOKIE_SAMESITE'] = 'Lax'
app.config['SESSION_COOKIE_SECURE'] = True


@app.route('/')
def index():
    session['seen'] = True
    return 'Hello'
