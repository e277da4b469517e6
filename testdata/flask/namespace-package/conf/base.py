SECRET_KEY = "in a folder without __init__"
