from flask import Flask

app = Flask(__name__)
app.config |= {"SECRET_KEY": "in place", "SESSION_COOKIE_SECURE": True}
config = app.config
config |= [("SESSION_COOKIE_NAME", "sid")]
