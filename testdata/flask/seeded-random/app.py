import random

from flask import Flask

random.seed(7)
app = Flask(__name__)
app.secret_key = "".join(random.choice("abc") for _ in range(8))
