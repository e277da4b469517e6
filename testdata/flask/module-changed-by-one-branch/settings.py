SECRET_KEY = "k"
SESSION_COOKIE_NAME = "plain"
names = ["first"]


class Config:
    SESSION_COOKIE_SECURE = False
    SESSION_COOKIE_HTTPONLY = False
