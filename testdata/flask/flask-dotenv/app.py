from flask import Flask
from flask_dotenv import DotEnv

app = Flask(__name__)
app.config["SESSION_COOKIE_NAME"] = "replaced"
DotEnv().init_app(app, env_file="shop.env")
