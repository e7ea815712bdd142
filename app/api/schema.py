"""What the words mean (schema), how much there is (stats), and whether the service lives."""

from fastapi import APIRouter, Depends, Request

from app import deps, wire
from app.deps import Store
from app.legend import FORMATS, KINDS, STATUSES, format_label
from graph import export, ontology

router = APIRouter(tags=["service"])


@router.get("/schema", summary="The vocabulary")
def schema(request: Request) -> wire.Answer[wire.Schema]:
    """Relation types, PLOVER types, kinds of entity, statuses, export formats, each with its definition: legends and filters are made
    from it."""
    data = wire.Schema(
        types=[wire.RelationType.of(type) for type in ontology.TYPES.values()],
        plover=dict(ontology.PLOVER),
        kinds=[wire.Term(name=kind, label=kind.label, definition=text) for kind, text in KINDS.items()],
        statuses=[wire.Term(name=one, label=one.value, definition=text) for one, text in STATUSES.items()],
        formats=[
            wire.Term(name=one, label=format_label(one), definition=FORMATS.get(one, "")) for one in export.formats()
        ],
    )
    return wire.Answer(data=data, links=deps.links(request))


@router.get("/stats", summary="How much there is", dependencies=[Depends(deps.fresh)])
def stats(request: Request, store: Store) -> wire.Answer[wire.Stats]:
    """Articles, entities, relations, evidence; by type, status, kind, outlet and month."""
    return wire.Answer(data=wire.Stats.of(store.stats(), store.revision()), links=deps.links(request))


@router.get("/healthz", summary="Is the app alive?")
def healthz() -> wire.Health:
    """The process answers; says nothing of the store."""
    return wire.Health(status="alive")


@router.get("/readyz", summary="Can questions be answered?")
def readyz(store: Store) -> wire.Health:
    """The store answers; 503 with the reason where it does not."""
    store.ping()
    return wire.Health(status="ready")
