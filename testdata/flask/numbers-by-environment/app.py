import os
from flask import Flask
app = Flask(__name__)
try:
    n = int(os.getenv("LIFETIME", ""))
except ValueError:
    n = 7
app.config["MAX_FORM_PARTS"] = n
app.config["PERMANENT_SESSION_LIFETIME"] = int(os.getenv("LIFETIME") or 3600)
app.config["MAX_CONTENT_LENGTH"] = int(float(os.environ.get("LIFETIME", "2.5")) * 1024)
