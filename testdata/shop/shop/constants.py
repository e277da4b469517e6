"""Names and numbers that more than one module of the shop needs."""

SHOP_NAME = "The Teapot Shop"
MAX_ITEMS = 20
FORM_SIGNATURE = "teapot-forms"
