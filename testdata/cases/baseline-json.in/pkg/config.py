import os


class Config:
    SECRET_KEY = os.environ["KEY"]
    SESSION_COOKIE_SECURE = True
    WTF_CSRF_SECRET_KEY = "teapot-forms"
