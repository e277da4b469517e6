import os

from dotenv import load_dotenv

load_dotenv()
SESSION_COOKIE_NAME = os.environ["SHOP_COOKIE"]
SECRET_KEY = "a"
