KEY = "star"
_hidden = "hidden"
