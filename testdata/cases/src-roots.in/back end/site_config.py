SECRET_KEY = "teapot-forms"
