import os

from flask import Flask

app = Flask(__name__)
try:
    import live
    from library_that_is_not_installed import setting

    app.config["SESSION_COOKIE_PATH"] = "/live"
except ImportError:
    import fallback as live
app.config.from_object(live)
