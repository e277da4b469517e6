"""A thin client of the payment provider."""

import hashlib
import hmac
from urllib.parse import urlencode


class PaymentClient:
    def __init__(self, url, secret_key="sandbox"):
        self.url = url
        self.secret_key = secret_key

    def checkout_url(self, cents, currency):
        query = urlencode({"amount": cents, "currency": currency})
        signature = hmac.new(self.secret_key.encode(), query.encode(), hashlib.sha256).hexdigest()
        return f"{self.url}/checkout?{query}&signature={signature}"
