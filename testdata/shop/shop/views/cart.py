"""The cart, which lives in the session until it is paid for."""

from flask import Blueprint, abort, current_app, jsonify, redirect, session, url_for
from flask_login import login_required

from shop.constants import MAX_ITEMS
from shop.models import ITEMS
from shop.payments import PaymentClient

blueprint = Blueprint("cart", __name__)


@blueprint.get("/")
def show():
    return jsonify({sku: session["cart"][sku] for sku in session.get("cart", {})})


@blueprint.post("/<sku>")
def add(sku):
    if sku not in ITEMS:
        abort(404)
    cart = session.setdefault("cart", {})
    if sum(cart.values()) >= MAX_ITEMS:
        abort(409)
    cart[sku] = cart.get(sku, 0) + 1
    session.modified = True
    return redirect(url_for("cart.show"))


@blueprint.post("/pay")
@login_required
def pay():
    client = PaymentClient(current_app.config["PAYMENT_URL"], secret_key=current_app.config["PAYMENT_SECRET"])
    cents = sum(ITEMS[sku].cents * count for sku, count in session.pop("cart", {}).items())
    return redirect(client.checkout_url(cents, current_app.config["CURRENCY"]))
