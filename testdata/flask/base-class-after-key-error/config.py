class Config:
    SECRET_KEY = "base"
    SESSION_COOKIE_SECURE = True
    NAME = "base"


class Development(Config):
    SESSION_COOKIE_SECURE = False
    NAME = "development"


class Testing(Config):
    TESTING = True
    NAME = "testing"


configs = {"development": Development, "testing": Testing}
