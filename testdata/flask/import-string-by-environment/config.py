class Config:
    SECRET_KEY = "base"


class DevelopmentConfig(Config):
    DEBUG = True


class TestingConfig(Config):
    TESTING = True


class ProductionConfig(Config):
    SESSION_COOKIE_SECURE = True
    SECRET_KEY = "production"
