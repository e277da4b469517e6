import pytest

from shop import create_app


@pytest.fixture
def app():
    app = create_app("testing")
    app.config.update(SECRET_KEY="not-a-secret", SESSION_COOKIE_SECURE=False, SERVER_NAME="localhost")
    return app


@pytest.fixture
def client(app):
    return app.test_client()
