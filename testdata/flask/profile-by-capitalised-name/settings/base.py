class Config:
    SECRET_KEY = "base"
