from flask import Flask

app = Flask(__name__)
app.secret_key = "k"
exec("app.config['SESSION_COOKIE_NAME'] = 'executed'")
app.config["SESSION_COOKIE_PATH"] = eval("'/' + 'evaluated'")
