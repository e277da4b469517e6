class DevelopmentConfig:
    SECRET_KEY = "dev"
class ProductionConfig:
    SECRET_KEY = "prod"
    SESSION_COOKIE_SECURE = True
