import os

from flask import Flask
from flask_talisman import Talisman

app = Flask(__name__)
app.secret_key = "k"
if os.environ.get("CI_JOB"):
    Talisman(app, force_https=False, session_cookie_secure=False)
else:
    Talisman(app, force_https=False)
