import setup
import again
from flask import Flask

setup.count.append("main")
app = Flask(__name__)
app.secret_key = "-".join(setup.count)
