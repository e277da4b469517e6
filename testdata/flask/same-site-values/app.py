from flask import Flask

app = Flask(__name__)
app.secret_key = "k"
app.config.update(SESSION_COOKIE_SAMESITE="none", SESSION_COOKIE_SECURE=0, SESSION_COOKIE_PARTITIONED=True)
