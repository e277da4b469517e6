SECRET_KEY = "the module"
