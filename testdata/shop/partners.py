"""The partners' API: tokens for resellers, and a page where they see what they sold."""

import os
import tomllib

from flask import Flask, jsonify, session
from flask_jwt_extended import JWTManager, create_access_token, get_jwt_identity, jwt_required

app = Flask(__name__)
app.config.from_file("partners.toml", load=tomllib.load, text=False)
app.secret_key = os.environ["PARTNERS_SECRET_KEY"]
jwt = JWTManager(app)


@app.post("/token")
def token():
    session["partner"] = "teapots-and-more"
    return jsonify(token=create_access_token(identity=session["partner"]))


@app.get("/sales")
@jwt_required()
def sales():
    return jsonify(partner=get_jwt_identity(), currency=app.config["CURRENCY"], sales=[])


if __name__ == "__main__":
    app.run(port=5001)
