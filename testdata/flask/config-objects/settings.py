SECRET_KEY = "a key of the settings"
SESSION_COOKIE_NAME = "of the settings"
