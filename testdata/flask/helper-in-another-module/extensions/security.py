def configure(config):
    config["SESSION_COOKIE_SECURE"] = True
    config.update(SESSION_COOKIE_SAMESITE="Lax")
