from datetime import timedelta

from flask import Flask

app = Flask(__name__)
app.permanent_session_lifetime = 90
app.config["SEND_FILE_MAX_AGE_DEFAULT"] = app.permanent_session_lifetime
life = timedelta(days=2, hours=3)
app.config["MAX_FORM_PARTS"] = life.days
app.config["MAX_COOKIE_SIZE"] = life.seconds
app.config["SESSION_COOKIE_SECURE"] = life > timedelta(days=1)
