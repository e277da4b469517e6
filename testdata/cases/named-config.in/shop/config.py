class Config:
    SECRET_KEY = "simplekey"
    SESSION_COOKIE_SAMESITE = "Lax"
