class DevelopmentConfig:
    SECRET_KEY = "dev"
class ProductionConfig:
    SECRET_KEY = "prod"
    SESSION_COOKIE_SECURE = True
class Extra:
    SESSION_COOKIE_NAME = "e"
class Third:
    SESSION_COOKIE_PATH = "/third"
class Fourth:
    MAX_CONTENT_LENGTH = 1
