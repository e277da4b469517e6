import shop

NAME = shop.app.config["SECRET_KEY"]
shop.app.config["SECRET_KEY"] = "late"
