SECRET_KEY = "written"
SESSION_COOKIE_NAME = "first"
