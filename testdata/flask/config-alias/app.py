from flask import Flask

app = Flask(__name__)
cfg = app.config
cfg["SECRET_KEY"] = "alias"
put = cfg.update
put(SESSION_COOKIE_SECURE=True)
write = cfg.__setitem__
write("SESSION_COOKIE_NAME", "dunder")
