from flask import Flask
from flask_env import MetaFlaskEnv


class Config(metaclass=MetaFlaskEnv):
    SECRET_KEY = "dev"
    SESSION_COOKIE_SECURE = False


app = Flask(__name__)
app.config.from_object(Config)
