class Config:
    SESSION_COOKIE_SECURE = False
    SESSION_COOKIE_SAMESITE = "Lax"


class DevelopmentConfig(Config):
    DEBUG = True


class ProductionConfig(Config):
    """What is deployed."""
    SESSION_COOKIE_SECURE = True


config = {"development": DevelopmentConfig, "production": ProductionConfig}
