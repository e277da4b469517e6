SECRET_KEY = "beside"
