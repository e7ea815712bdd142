"""Answers that take seconds to work out, kept for as long as the graph stays as it is."""

import threading
from collections.abc import Callable, Hashable
from typing import Any, Final, TypeVar

Answer = TypeVar("Answer")

#: Answers kept at a time; the oldest goes first.
_MOST: Final = 32


class Kept:
    """What was worked out at one revision of the graph. Several who ask the same at once wait for one answer."""

    def __init__(self) -> None:
        self._answers: dict[tuple[int, Hashable], tuple[Any]] = {}
        self._lock = threading.Lock()

    def get(self, revision: int, question: Hashable, work: Callable[[], Answer]) -> Answer:
        """The answer to a question at a revision; `work` gives it where it is not kept. What fails is not kept."""
        key = revision, question
        found: tuple[Answer] | None = self._answers.get(key)
        if found is None:
            with self._lock:
                found = self._answers.get(key) or (work(),)
                still = [(old, kept) for old, kept in self._answers.items() if old[0] >= revision and old != key]
                self._answers = dict([*still, (key, found)][-_MOST:])
        return found[0]
