import click
from flask import Flask

app = Flask(__name__)


@click.command()
@click.option("--key", default="from-the-option")
@click.option("--secure", is_flag=True)
@click.option("--http-only/--no-http-only", "readable")
@click.option("--same-site")
@click.option("--lifetime", count=True)
@click.option("--name", expose_value=False, default="not-given")
@click.argument("domain", default="shop.example")
@click.argument("path", required=False)
def configure(domain, path="/p", key="k", secure=True, readable=None, same_site="Lax", lifetime=5, name="given"):
    app.secret_key = key
    app.config["SESSION_COOKIE_SECURE"] = secure
    app.config["SESSION_COOKIE_HTTPONLY"] = readable
    app.config["SESSION_COOKIE_SAMESITE"] = same_site
    app.config["PERMANENT_SESSION_LIFETIME"] = lifetime
    app.config["SESSION_COOKIE_NAME"] = name
    app.config["SESSION_COOKIE_DOMAIN"] = domain
    app.config["SESSION_COOKIE_PATH"] = path


configure([], standalone_mode=False)
