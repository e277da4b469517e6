import common


def create_app(config="settings.py"):
    return common.create_app(app_name=__name__, config=config)
