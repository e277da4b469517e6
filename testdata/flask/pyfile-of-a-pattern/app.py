import os
from pathlib import Path

from flask import Flask

env = os.environ.get("SHOP_ENV", "prod")
here = Path(__file__).resolve().parent
app = Flask(__name__)
app.config.from_pyfile(os.path.join(here, "conf", f"config_{env}.py"))
app.config["SESSION_COOKIE_PATH"] = "/" + (here / f"{env}.d" / "shop.toml").parent.name
app.config["SESSION_COOKIE_NAME"] = Path(os.environ.get("SHOP_FILE", "conf/shop.cfg")).parent.joinpath("sid").as_posix()
