count = []
count.append("setup")
