"""Logging in and out."""

from flask import Blueprint, flash, redirect, request, session, url_for
from flask_login import login_required, login_user, logout_user

from shop.models import USERS

blueprint = Blueprint("auth", __name__)


@blueprint.post("/login")
def login():
    email = request.form["email"]
    user = next((user for user in USERS.values() if user.email == email), None)
    if user is None or not user.has_password(request.form["password"]):
        flash("Wrong address or password.")
        return redirect(url_for("index"))
    session.permanent = True
    login_user(user, remember="remember" in request.form)
    return redirect(url_for("cart.show"))


@blueprint.post("/logout")
@login_required
def logout():
    logout_user()
    session.clear()
    return redirect(url_for("index"))
