SESSION_COOKIE_NAME = "written"


def __getattr__(name):
    if name == "SECRET_KEY":
        return "made when asked"
    raise AttributeError(name)
