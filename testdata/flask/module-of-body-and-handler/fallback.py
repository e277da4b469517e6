from common import *

SESSION_COOKIE_NAME = "fallback"
