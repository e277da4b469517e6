SECRET_KEY = "module"
SESSION_COOKIE_NAME = "module"


class Production:
    SESSION_COOKIE_NAME = "production"


class Cookies:
    SESSION_COOKIE_SECURE = True
