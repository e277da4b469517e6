KEY = __name__
