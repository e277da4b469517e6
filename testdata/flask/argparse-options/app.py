import argparse
import optparse

from flask import Flask

common = argparse.ArgumentParser(add_help=False)
common.add_argument("--same-site", default="Lax")
parser = argparse.ArgumentParser(parents=[common])
parser.add_argument("-k", "--secret-key", default="a-key-of-its-own")
parser.add_argument("--lifetime", type=int, default="3600")
parser.add_argument("--partitioned", dest="apart", action="store_true")
cookie = parser.add_argument_group("cookie").add_mutually_exclusive_group()
cookie.add_argument("--no-secure", dest="secure", action="store_false")
cookie.add_argument("--secure", dest="secure", action="store_true")
parser.add_argument("--name")
parser.add_argument("--path", default="/shop")
parser.set_defaults(path="/other", domain="shop.example")
options, _ = parser.parse_known_args([])

app = Flask(__name__)
app.config["SECRET_KEY"] = options.secret_key
app.config["PERMANENT_SESSION_LIFETIME"] = options.lifetime
app.config["SESSION_COOKIE_PARTITIONED"] = options.apart
app.config["SESSION_COOKIE_SECURE"] = options.secure
app.config["SESSION_COOKIE_SAMESITE"] = vars(options)["same_site"]
app.config["SESSION_COOKIE_NAME"] = options.name or "shop"
app.config["SESSION_COOKIE_PATH"] = options.path
app.config["SESSION_COOKIE_DOMAIN"] = options.domain

older = optparse.OptionParser()
older.add_option("--http-only", action="store_true", default=True)
more = optparse.OptionGroup(older, "more")
more.add_option("-r", type="int", dest="refresh", default=0)
older.add_option_group(more)
values, _ = older.parse_args([])
app.config["SESSION_COOKIE_HTTPONLY"] = values.http_only
app.config["SESSION_REFRESH_EACH_REQUEST"] = bool(values.refresh)
