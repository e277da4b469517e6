"""What gunicorn serves: ``gunicorn wsgi:app``."""

import os

from shop import create_app

app = create_app(os.getenv("SHOP_CONFIG", "production"))
