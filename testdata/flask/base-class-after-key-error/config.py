class Config:
    SECRET_KEY = "base"
    SESSION_COOKIE_SECURE = True


class Development(Config):
    SESSION_COOKIE_SECURE = False


class Testing(Config):
    TESTING = True


configs = {"development": Development, "testing": Testing}
