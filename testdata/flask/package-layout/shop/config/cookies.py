class Cookies:
    SESSION_COOKIE_PATH = "/cookies"
