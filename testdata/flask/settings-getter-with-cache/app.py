from flask import Flask

from settings import get_settings

app = Flask(__name__)
app.config.from_mapping(get_settings().flask())
