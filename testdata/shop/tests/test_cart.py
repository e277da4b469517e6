def test_a_teapot_goes_into_the_cart(client):
    assert client.post("/cart/pot-1").status_code == 302
    assert client.get("/cart/").json == {"pot-1": 1}


def test_what_is_not_sold_is_not_found(client):
    assert client.post("/cart/sofa").status_code == 404
