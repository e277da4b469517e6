DOMAIN = {"people": {}}
SESSION_COOKIE_SAMESITE = "Lax"
SECRET_KEY = "overwritten"
