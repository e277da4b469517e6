from shop import make
app = make("prod")
