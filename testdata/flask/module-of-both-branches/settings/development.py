from .base import *

SESSION_COOKIE_NAME = PARTS["name"]
