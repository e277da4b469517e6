from .base import *

PARTS["name"] = "production"
SESSION_COOKIE_NAME = PARTS["name"]
SESSION_COOKIE_PATH = "/shop"
