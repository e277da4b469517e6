from flask import Flask
from flask_talisman import Talisman

app = Flask(__name__)
app.secret_key = "k"
app.debug = True
Talisman(app, content_security_policy=None)
