from .base import Config


class DevelopmentConfig(Config):
    SESSION_COOKIE_NAME = "dev"
