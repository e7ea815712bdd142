"""What English time expressions look like and what they mean: one rule per form, its pattern beside its meaning.

A rule turns a match into a `Reading`. Words that do not tell a time after all (March the verb, May the person, 1945 soldiers) give
None; words that tell one nobody can compute ("three days later", "fiscal 2025") give UNKNOWN. A new form is one more rule, in
`calendar` (says itself which day, month or year) or `nearby` (counts from the publication). ingest.dates puts them together.
"""

from ingest.times import calendar, nearby  # noqa: F401  (they register their rules)
from ingest.times.reading import RULES, UNKNOWN, Reading, Resolve, Toward

__all__ = ["RULES", "UNKNOWN", "Reading", "Resolve", "Toward"]
