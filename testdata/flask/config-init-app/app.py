from flask import Flask
from flask_login import LoginManager
lm = LoginManager()
class Config:
    REMEMBER_COOKIE_SECURE = True
    REMEMBER_COOKIE_DURATION = 5
    @classmethod
    def init_app(cls, app):
        lm.init_app(app)
        app.config["SECRET_KEY"] = cls.__name__ + "key"
class Prod(Config):
    @classmethod
    def init_app(cls, app):
        super().init_app(app)
        Config.init_app(app)
        app.config["SESSION_COOKIE_SECURE"] = True
cfgs = {"prod": Prod, "default": Config}
def create_app(name="prod"):
    app = Flask(__name__)
    app.config.from_object(cfgs[name])
    cfgs[name].init_app(app)
    return app
app = create_app()
