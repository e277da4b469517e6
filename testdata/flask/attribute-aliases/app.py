from datetime import timedelta

from flask import Flask

app = Flask(__name__)
app.secret_key = b"\x00\xffbytes"
app.testing = True
app.debug = True
app.permanent_session_lifetime = timedelta(hours=2)
app.session_cookie_name = "inert"
app.SESSION_COOKIE_SECURE = True
app.config.SECRET_KEY = "inert"
