from ns.admin import create_app

app = create_app()
