"""Configuration of the storefront, one class for each place where it runs."""

import os
from datetime import timedelta

from shop.constants import FORM_SIGNATURE, SHOP_NAME
from shop.env import env_bool


class BaseConfig:
    SHOP_NAME = SHOP_NAME
    CURRENCY = os.getenv("SHOP_CURRENCY", "EUR")

    SECRET_KEY = os.environ.get("SHOP_SECRET_KEY", "you-will-never-guess")
    WTF_CSRF_SECRET_KEY = FORM_SIGNATURE

    SESSION_COOKIE_NAME = "shop_session"
    SESSION_COOKIE_HTTP_ONLY = True
    SESSION_COOKIE_SAMESITE = "Lax"
    SESSION_COOKIE_SECURE = env_bool("SHOP_SECURE_COOKIES")
    PERMANENT_SESSION_LIFETIME = timedelta(days=14)

    PAYMENT_URL = "https://payments.example.com/v1"
    PAYMENT_SECRET = os.environ.get("SHOP_PAYMENT_SECRET")


class DevelopmentConfig(BaseConfig):
    DEBUG = True
    TEMPLATES_AUTO_RELOAD = True
    SESSION_COOKIE_SECURE = False


class TestingConfig(BaseConfig):
    TESTING = True
    SECRET_KEY = "testing"
    WTF_CSRF_ENABLED = False


class ProductionConfig(BaseConfig):
    PREFERRED_URL_SCHEME = "https"
    REMEMBER_COOKIE_SECURE = True
    REMEMBER_COOKIE_HTTPONLY = True


configurations = {
    "development": DevelopmentConfig,
    "testing": TestingConfig,
    "production": ProductionConfig,
    "default": DevelopmentConfig,
}
