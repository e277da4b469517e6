import os

from dotenv import load_dotenv
from flask import Flask

load_dotenv(os.path.join(os.path.dirname(os.path.abspath(__file__)), ".env"))


class Production:
    SECRET_KEY = "production's"
    SESSION_COOKIE_SECURE = True


class Development:
    SECRET_KEY = "development's"


mode = os.getenv("APP_ENV", "development")
if mode == "development":
    chosen = Development
elif mode == "production":
    chosen = Production
else:
    raise SystemExit("APP_ENV?")

app = Flask(__name__)
app.config.from_object(chosen)
