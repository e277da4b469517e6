class Config:
    SECRET_KEY = "base"


class Development(Config):
    SESSION_COOKIE_NAME = "dev"


class Production(Config):
    SESSION_COOKIE_SECURE = True


config = {"development": Development, "production": Production, "default": Development}
