from shop import create_app

application = create_app({"SESSION_COOKIE_SECURE": True, "lower": 1})
