class Config:
    SECRET_KEY = "hunter2-hunter2"


class DevelopmentConfig(Config):
    DEBUG = True


class TestingConfig(Config):
    TESTING = True


class ProductionConfig(Config): pass


config = {"development": DevelopmentConfig, "testing": TestingConfig, "production": ProductionConfig}
