class HerokuConfig:
    SECRET_KEY = "teapot-forms"
    SESSION_COOKIE_SECURE = True
    SESSION_COOKIE_SAMESITE = "Lax"
