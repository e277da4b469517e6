from flask import Flask
from werkzeug.datastructures import MultiDict

app = Flask(__name__)
app.secret_key = "k"
MultiDict.update  # an import that is not in the project
settings = MultiDict([("SESSION_COOKIE_NAME", "multi"), ("SESSION_COOKIE_SECURE", True)])
app.config.update(settings)
