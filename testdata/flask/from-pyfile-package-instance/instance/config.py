SESSION_COOKIE_SECURE = True
SECRET_KEY = "instance beside the package"
