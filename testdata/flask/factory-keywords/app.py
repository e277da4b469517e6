from flask import Flask
def create_app(config_object="conf.Dev", *, testing=False, extra=None, **kw):
    app = Flask(__name__)
    app.config.from_object(config_object)
    if testing: app.config["TESTING"] = True
    if extra: app.config.update(extra)
    if kw: app.config.from_mapping(kw)
    return app
app = create_app(extra={"SESSION_COOKIE_NAME": "e"}, SESSION_COOKIE_PATH="/k")
