SECRET_KEY = "shared"
SESSION_COOKIE_NAME = "shared"
try:
    from local_settings import *
except ImportError:
    pass
