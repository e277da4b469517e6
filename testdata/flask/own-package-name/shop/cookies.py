class Cookies:
    SESSION_COOKIE_SECURE = True
