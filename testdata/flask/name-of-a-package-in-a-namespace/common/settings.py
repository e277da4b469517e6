SECRET_KEY = "of the package that makes apps"
