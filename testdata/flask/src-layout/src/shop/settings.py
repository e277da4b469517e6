class Settings:
    SECRET_KEY = "src"
