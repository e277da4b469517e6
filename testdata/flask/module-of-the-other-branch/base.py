PARTS = {"name": "base"}
