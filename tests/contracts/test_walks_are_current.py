"""The random walks in the vectors are those of the present reducer."""

from tests.contracts.make_vectors import FOLDER, render


def test_the_walks_are_what_the_reducer_answers_today() -> None:
    written = (FOLDER / "walks.json").read_text("utf-8")
    assert written == render(), "run: PYTHONPATH=server:. python -m tests.contracts.make_vectors"
    assert len(written) < 400_000
