"""Orders, page by page."""

from flask import Blueprint, current_app, jsonify, request, session

blueprint = Blueprint("orders", __name__)

ORDERS = []


@blueprint.get("/orders")
def orders():
    size = current_app.config["PAGE_SIZE"]
    page = session["page"] = request.args.get("page", session.get("page", 0), type=int)
    return jsonify(ORDERS[page * size : (page + 1) * size])
