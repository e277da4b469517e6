from flask import Flask
from site_config import SECRET_KEY

app = Flask(__name__)
app.secret_key = SECRET_KEY
