from dotenv import dotenv_values
from flask import Flask

app = Flask(__name__)
values = dotenv_values(".env.shop")
app.config.update(values)
