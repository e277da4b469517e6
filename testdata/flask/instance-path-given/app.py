import os

from flask import Flask

here = os.path.abspath(os.path.dirname(__file__))
app = Flask(__name__, instance_path=os.path.join(here, "etc"), instance_relative_config=True)
app.config.from_pyfile("site.cfg")
app.config["TESTING"] = app.config.from_pyfile("missing.cfg", silent=True)
