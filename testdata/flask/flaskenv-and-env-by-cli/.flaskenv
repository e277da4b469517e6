SECRET_KEY=from-flaskenv
COOKIE_NAME=from-flaskenv
