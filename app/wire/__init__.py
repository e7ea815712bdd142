"""What goes over the wire: pydantic models made from the nouns of graph/model.py, with the same words.

Promise: fields are only ever added within /api/v1. Ids and cursors are opaque. Days are ISO 8601 (YYYY-MM-DD). Offsets count Unicode
characters (code points) of the article's text, end excluded.
"""

from app.wire.articles import Article, ArticleRecord, ArticleRef, ArticleText, MentionOut, TextEvidence, TextMention
from app.wire.entities import Entity, EntityRecord, EntityRef, FoundEntity, ViewEntity, degrees
from app.wire.envelopes import Answer, Articles, Counted, FieldError, Links, Listing, Names, Problem, Wire
from app.wire.evidence import Evidence, Report, pieces
from app.wire.findings import Bucket, ChangeOut, ComparisonOut, ContradictionOut, IngestOut, Timeline
from app.wire.graphs import (
    Community,
    CommunityLink,
    CommunityMap,
    Hop,
    Path,
    PathAnswer,
    PathMeta,
    View,
    ViewAnswer,
    ViewCounts,
)
from app.wire.places import PlaceCounts, PlaceFeature, PlaceMap
from app.wire.relations import ArticleRelation, OppositeOut, Relation, RelationRecord
from app.wire.schema import Health, RelationType, Schema, Stats, Term

__all__ = [
    "Answer",
    "Article",
    "ArticleRecord",
    "ArticleRef",
    "ArticleRelation",
    "ArticleText",
    "Articles",
    "Bucket",
    "ChangeOut",
    "Community",
    "CommunityLink",
    "CommunityMap",
    "ComparisonOut",
    "ContradictionOut",
    "Counted",
    "Entity",
    "EntityRecord",
    "EntityRef",
    "Evidence",
    "FieldError",
    "FoundEntity",
    "Health",
    "Hop",
    "IngestOut",
    "Links",
    "Listing",
    "MentionOut",
    "Names",
    "OppositeOut",
    "Path",
    "PathAnswer",
    "PathMeta",
    "PlaceCounts",
    "PlaceFeature",
    "PlaceMap",
    "Problem",
    "Relation",
    "RelationRecord",
    "RelationType",
    "Report",
    "Schema",
    "Stats",
    "Term",
    "TextEvidence",
    "TextMention",
    "Timeline",
    "View",
    "ViewAnswer",
    "ViewCounts",
    "ViewEntity",
    "Wire",
    "degrees",
    "pieces",
]
