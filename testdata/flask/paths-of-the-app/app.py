import os
from pathlib import Path

from flask import Flask

app = Flask(__name__)
app.config.from_pyfile(os.path.join(app.root_path, "site.cfg"))
app.config.from_pyfile(os.path.join(app.instance_path, "site.cfg"))
app.config.from_pyfile(Path(app.config.root_path) / "conf" / "more.cfg")
