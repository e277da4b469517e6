from flask import Flask

from . import config
from .config import cookies
from .config.keys import KEY as key

app = Flask(__name__)
app.config.from_object(config)
app.config.from_object(cookies.Cookies)
app.secret_key = key

from . import views  # noqa: E402
