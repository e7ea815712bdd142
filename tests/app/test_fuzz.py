"""Schemathesis asks what nobody would: every answer must be one the OpenAPI document tells of, and never a fault of ours."""

import pytest
import schemathesis
from hypothesis import settings
from schemathesis import Case
from schemathesis.checks import CHECKS

from app import create_app
from app.settings import Settings
from graph.stores import open_store
from tests.app.conftest import API
from tests.samples_graph import extractions

_STORE = open_store("memory://")
_STORE.add_many(extractions())
schema = schemathesis.openapi.from_asgi(f"{API}/openapi.json", create_app(Settings(allowed_hosts=["*"]), _STORE))
schema = schema.exclude(path=f"{API}/extract")  # needs the language model; tests/app/test_writing.py asks it


#: Cursors, entity ids and pairs of days that contradict each other are refused although each value alone fits its schema.
EXCLUDED = CHECKS.get_by_names(["positive_data_acceptance"])


@pytest.mark.slow
@schema.parametrize()
@settings(max_examples=20)
def test_the_service_answers_as_its_document_says(case: Case) -> None:
    case.call_and_validate(excluded_checks=EXCLUDED)
