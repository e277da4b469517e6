from flask_env import MetaFlaskEnv
from flask import Flask
class C(metaclass=MetaFlaskEnv):
    ENV_PREFIX = "SHOP_"
    SECRET_KEY = "a"
    SESSION_COOKIE_SECURE = True
app = Flask(__name__)
app.config.from_object(C)
