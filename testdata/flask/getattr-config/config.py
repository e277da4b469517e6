class Production:
    SECRET_KEY = "production"


class Cookies:
    SESSION_COOKIE_SECURE = True

    def __init__(self):
        self.SESSION_COOKIE_NAME = "instance"
