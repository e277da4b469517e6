import os
import sys

from flask import Flask

app = Flask(__name__)
if sys.version_info >= (3, 9):
    app.secret_key = os.environ["KEY"]
else:
    app.secret_key = "teapot-forms"
