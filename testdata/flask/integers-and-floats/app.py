from flask import Flask

app = Flask(__name__)
app.secret_key = f"{10 / 4}{7 // 2}{-7 % 3}{2 ** -1}{1e20}{0.1 + 0.2}"
app.config["MAX_CONTENT_LENGTH"] = 10**18 * 10
app.config["MAX_FORM_PARTS"] = True + 1
app.config["MAX_COOKIE_SIZE"] = 7 / 2
app.config["SEND_FILE_MAX_AGE_DEFAULT"] = 1 << 10 ^ 3
app.config["MAX_FORM_MEMORY_SIZE"] = int("0b11", 0) + int(3.99) + int("-5")
