class Site:
    SECRET_KEY = "kF7qz0Wd9LmX2vB8"
    SESSION_COOKIE_SECURE = True
