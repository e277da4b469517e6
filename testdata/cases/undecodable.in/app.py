import flask
name = "café"
