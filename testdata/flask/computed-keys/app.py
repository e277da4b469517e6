from flask import Flask


class Keys:
    SECRET = "SECRET_KEY"
    PREFIX = "SESSION_COOKIE"


NAME = "_".join([Keys.PREFIX, "NAME"])
app = Flask(__name__)
app.config[Keys.SECRET] = "computed"
app.config[NAME] = "joined"
app.config["%s_%s" % (Keys.PREFIX, "SECURE")] = True
app.config["{0}_{part}".format(Keys.PREFIX, part="PATH")] = "/format"
app.config[chr(65) + "PPLICATION_ROOT"] = chr(0x2F) + "chr"
