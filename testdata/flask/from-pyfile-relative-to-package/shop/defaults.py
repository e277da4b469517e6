SECRET_KEY = "defaults"
SESSION_COOKIE_NAME = "defaults"
