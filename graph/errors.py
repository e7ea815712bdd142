"""Everything Entente raises on purpose. No HTTP here: app/errors.py maps these to statuses.

EntenteError
├── InputError            an article, file or record that cannot be read; says which and why
├── QueryError            a question that makes no sense; names the field and, where it can, what was meant
├── ExtractionError       an extraction that breaks a law (a span outside its text, ...): a bug of whoever made it
├── OntologyError         a relation type file that breaks its schema
├── ModelError            the language model is missing, damaged, or does not fit the installed libraries
└── StoreError            the store cannot do what was asked
    ├── UnknownStore      no store of that URL scheme; says which exist
    ├── StoreUnavailable  the server or file cannot be reached; says what to start or set
    ├── StoreDenied       reachable, but it refuses our credentials or the file is not ours to write
    ├── StoreFull         no room left to write; nothing of the failed write was kept
    └── StoreDamaged      what is stored cannot be understood: another version, or broken
"""


class EntenteError(Exception):
    """Base of all errors that carry a message for the user; str(error) is that message."""


class InputError(EntenteError):
    """An input that cannot become an article. `location` names it (path, path:line, URL), `reason` says why."""

    def __init__(self, location: str, reason: str) -> None:
        super().__init__(f"{location}: {reason}")
        self.location = location
        self.reason = reason


class QueryError(EntenteError):
    """A field of a query has a value that means nothing. `suggestion` is what was probably meant, or None."""

    def __init__(self, field: str, reason: str, suggestion: str | None = None) -> None:
        super().__init__(f"{field}: {reason}" + (f" (did you mean {suggestion!r}?)" if suggestion else ""))
        self.field = field
        self.reason = reason
        self.suggestion = suggestion


class ExtractionError(EntenteError):
    """An extraction that breaks a law of graph/model.py."""


class OntologyError(EntenteError):
    """A relation type file is broken; the message names the file."""


class ModelError(EntenteError):
    """The language model is missing, damaged, or does not fit the installed spaCy or onnxruntime."""


class StoreError(EntenteError):
    """The store cannot do what was asked."""


class UnknownStore(StoreError):
    """The URL's scheme names no store."""


class StoreUnavailable(StoreError):
    """The server or file cannot be reached. Trying again later may help."""


class StoreDenied(StoreError):
    """Reachable, but it refuses us: wrong password, missing permission, read-only."""


class StoreFull(StoreError):
    """No room left. The write that failed left nothing behind."""


class StoreDamaged(StoreError):
    """The stored data is of another version or broken."""
