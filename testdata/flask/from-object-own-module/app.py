SECRET_KEY = "above"
from flask import Flask

app = Flask(__name__)
app.config.from_object(__name__)
SESSION_COOKIE_SECURE = True
