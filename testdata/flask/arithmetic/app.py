from datetime import timedelta

from flask import Flask

DAY = 24 * 60 * 60
app = Flask(__name__)
app.secret_key = "k" * (2**3)
app.config["PERMANENT_SESSION_LIFETIME"] = timedelta(days=1, hours=-2) * 2 + timedelta(milliseconds=500) / 2
app.config["SEND_FILE_MAX_AGE_DEFAULT"] = timedelta(seconds=DAY).total_seconds()
app.config["MAX_CONTENT_LENGTH"] = 16 * 1024 * 1024 // 3 % 1000
app.config["MAX_FORM_PARTS"] = -7 // 2
app.config["MAX_FORM_MEMORY_SIZE"] = int(1e3) | 1
app.config["MAX_COOKIE_SIZE"] = round(4093 / 2)
app.config["SESSION_COOKIE_SECURE"] = 1 < 2 < 3 and not 0
app.config["TESTING"] = True + True
