from os import *
from datetime import *
from flask import *

app = Flask(__name__)
app.secret_key = getenv("SHOP_KEY", "9c1e5f0a7b3d")
app.config["SESSION_COOKIE_SECURE"] = "SHOP_INSECURE" not in environ
app.config["SESSION_COOKIE_PATH"] = path.join("/", "shop")
app.permanent_session_lifetime = timedelta(hours=1)


@app.route("/")
def index():
    session["seen"] = True
    return jsonify(dict(session))
