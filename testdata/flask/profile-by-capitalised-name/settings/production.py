from .base import Config


class ProductionConfig(Config):
    SESSION_COOKIE_SECURE = True
