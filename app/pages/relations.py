"""Pages that list relations and show one with its evidence."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse

from app import deps
from app.api.relations import known as known_relation
from app.deps import Id, Store
from app.forms import RelationForm, Relations
from app.pages.quoting import ROWS, Names, Quote, Row, quotes_of, rows_of
from app.templating import page
from graph import export, findings
from graph.corroboration import Report
from graph.model import Edge
from graph.query import RelationQuery

router = APIRouter()


@dataclass(frozen=True, slots=True)
class RelationList:
    template: ClassVar[str] = "relations.html"
    form: RelationForm
    rows: Sequence[Row]
    count: int
    next: str | None
    names: Names
    formats: Sequence[str]


@dataclass(frozen=True, slots=True)
class RelationPage:
    template: ClassVar[str] = "relation.html"
    edge: Edge
    names: Names
    quotes: Sequence[Quote]
    reports: Sequence[Report]
    against: Sequence[tuple[Edge, Sequence[Quote]]]  # opposite deeds, at most `window` days apart
    window: int
    others: Sequence[Edge]


@router.get("/relations")
def relations(request: Request, store: Store, form: Relations) -> HTMLResponse:
    query = form.query(ROWS)
    found = store.relations(query)
    names = deps.names(store, found.items, more=[one for one in (form.entity, form.subject, form.object) if one])
    rows = rows_of(store, found.items, query)
    return page(request, RelationList(form, rows, store.count_relations(query), found.next, names, export.formats()))


@router.get("/relations/{id}")
def relation(request: Request, store: Store, id: Id) -> HTMLResponse:
    edge = known_relation(store, id)
    evidence = store.evidence([id]).get(id, ())
    pair = (edge.relation.subject, edge.relation.object)
    others = [one for one in store.relations(RelationQuery(between=pair)).items if one.relation.id != id]
    found = findings.opposition(store, edge.relation)
    against = [(one, quotes_of(store, pieces)) for one, pieces in found.opposite] if found else []
    names = deps.names(store, [edge], [*evidence, *(found.evidence if found else ())])
    reports = deps.corroboration(request).reports(piece.article_id for piece in evidence)
    return page(
        request, RelationPage(edge, names, quotes_of(store, evidence), reports, against, findings.WINDOW, others)
    )
