class Dev:
    SECRET_KEY = "dev"
class Prod(Dev):
    SECRET_KEY = "prod"
