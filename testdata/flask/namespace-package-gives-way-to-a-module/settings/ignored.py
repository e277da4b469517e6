SECRET_KEY = "never imported"
