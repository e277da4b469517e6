import logging

from flask import Flask

logging.basicConfig(level=logging.INFO)
app = Flask(__name__)
app.config["SECRET_KEY"] = "k"
assert app.config["SECRET_KEY"], "set it"
app.logger.info("configured %s", app.name)
app.config["SESSION_COOKIE_NAME"] = app.name + "_" + app.import_name
