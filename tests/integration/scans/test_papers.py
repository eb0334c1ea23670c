"""The command card and the test sheet are printed for whoever asks, in the words that the screen has."""

from __future__ import annotations

from apiflask import APIFlask


def test_both_are_printed_before_anybody_has_signed_in(app: APIFlask) -> None:
    client = app.test_client()
    for name in ("command-card", "scanner-test"):
        answer = client.get(f"/api/v1/papers/{name}.pdf")
        assert answer.status_code == 200
        assert answer.mimetype == "application/pdf"
        assert answer.data.startswith(b"%PDF")


def test_the_words_are_those_of_who_prints(app: APIFlask) -> None:
    client = app.test_client()
    english = client.get("/api/v1/papers/command-card.pdf").data
    german = client.get("/api/v1/papers/command-card.pdf", query_string={"done": "Fertig"}).data
    assert english != german
    assert client.get("/api/v1/papers/command-card.pdf").data == english


def test_words_that_no_button_has_are_refused(app: APIFlask) -> None:
    client = app.test_client()
    for words in ({"done": "x" * 201}, {"done": "a\x07b"}, {"nonsense": "x"}):
        answer = client.get("/api/v1/papers/command-card.pdf", query_string=words)
        assert answer.status_code == 422
