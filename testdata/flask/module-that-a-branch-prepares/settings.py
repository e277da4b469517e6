import os

import options

MODE = options.mode["name"]
SECRET_KEY = os.environ["MODE"]
SESSION_COOKIE_SECURE = MODE == "secure"
SESSION_COOKIE_HTTPONLY = False
