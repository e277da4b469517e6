import json
import os

import dotenv
from flask import Flask

app = Flask(__name__)
dotenv.load_dotenv()
app.secret_key = os.environ["SHOP_KEY"]
app.config.from_mapping(json.loads('{"SESSION_COOKIE_SECURE": true}'))
