import connexion

connexion_app = connexion.FlaskApp(__name__)
app = connexion_app.app
app.config["SECRET_KEY"] = "k"
connexion_app.app.config["SESSION_COOKIE_SECURE"] = True
