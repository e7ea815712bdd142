"""Answers are worked out once a revision, also when several ask at the same time."""

import threading
import time

import pytest

from app.kept import Kept


def test_the_same_question_is_worked_out_once_a_revision() -> None:
    kept, worked = Kept(), []

    def work() -> int:
        worked.append(1)
        return len(worked)

    assert [kept.get(1, "q", work), kept.get(1, "q", work), kept.get(1, "other", work)] == [1, 1, 2]
    assert kept.get(2, "q", work) == 3


def test_several_who_ask_at_once_wait_for_one_answer() -> None:
    kept, worked, answers = Kept(), [], []

    def work() -> str:
        worked.append(1)
        time.sleep(0.05)
        return "done"

    threads = [threading.Thread(target=lambda: answers.append(kept.get(1, "q", work))) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (answers, len(worked)) == (["done"] * 5, 1)


def test_what_fails_is_asked_again() -> None:
    kept = Kept()
    with pytest.raises(ZeroDivisionError):
        kept.get(1, "q", lambda: 1 // 0)
    assert kept.get(1, "q", lambda: 7) == 7


def test_only_the_latest_answers_are_kept() -> None:
    kept = Kept()
    for number in range(100):
        kept.get(1, number, lambda: None)
    asked: list[int] = []
    kept.get(1, 99, lambda: asked.append(99))
    kept.get(1, 0, lambda: asked.append(0))
    assert asked == [0]
