mode = {}
