NAME = "shop"


class Base:
    SECRET_KEY = "k"
    SESSION_COOKIE_SAMESITE = "Lax"


class Secure(Base):
    SESSION_COOKIE_SECURE = True


class Plain(Base):
    SESSION_COOKIE_HTTPONLY = False
