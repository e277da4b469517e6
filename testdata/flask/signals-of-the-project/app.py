from blinker import Namespace, signal
from flask import Flask

shop = Namespace()
made = shop.signal("made")
sold = shop.signal("sold")
named = signal("shop-named")


@made.connect
def configure(app, **options):
    app.secret_key = options["key"]
    app.config["SESSION_COOKIE_SECURE"] = True


@shop.signal("made").connect
def rename(app, **options):
    app.config["SESSION_COOKIE_NAME"] = "of-made"


@made.connect
def gone(app, **options):
    app.config["SESSION_COOKIE_PATH"] = "/gone"


made.disconnect(gone)


@sold.connect
def never(app, **options):
    app.config["SESSION_COOKIE_HTTPONLY"] = False


def once(app, **options):
    app.config["SESSION_COOKIE_DOMAIN"] = "other.test"


def once(app, **options):
    app.config["SESSION_COOKIE_SAMESITE"] = "Lax"


signal("shop-named").connect(once)


def create_app():
    app = Flask(__name__)
    other = Flask("other")
    made.connect(never, sender=other)

    @named.connect_via(app)
    def partition(sender, **options):
        sender.config["SESSION_COOKIE_PARTITIONED"] = True

    made.send(app, key="k")
    named.send(app)
    return app


app = create_app()
