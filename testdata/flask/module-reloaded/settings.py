import os

SECRET_KEY = os.environ.get("SHOP_KEY", "none")
