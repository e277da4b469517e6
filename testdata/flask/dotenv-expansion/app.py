from dotenv import load_dotenv, dotenv_values, find_dotenv
import os
from flask import Flask
load_dotenv(find_dotenv())
app = Flask(__name__)
app.config.from_prefixed_env()
app.config["SESSION_COOKIE_NAME"] = os.environ["NAME"]
app.config["SESSION_COOKIE_PATH"] = os.getenv("P2")
