class Config:
    SESSION_COOKIE_SECURE = False
    SESSION_COOKIE_SAMESITE = "Lax"


class DevelopmentConfig(Config):
    DEBUG = True


class ProductionConfig(Config):
    """What is deployed."""


config = {"development": DevelopmentConfig, "production": ProductionConfig}
