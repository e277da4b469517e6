import sys
class Base:
    SECRET_KEY = "b"
class ProdConfig(Base):
    SESSION_COOKIE_SECURE = True
def by_name(name):
    mod = sys.modules[__name__]
    return getattr(mod, f"{name.capitalize()}Config", Base)
