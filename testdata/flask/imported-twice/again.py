import setup

setup.count.append("again")
