"""Hypothesis strategies: small worlds of articles that share entities and relations, in all the text that Unicode allows."""

from datetime import date, timedelta

from hypothesis import strategies as st

from graph import ids, ontology
from graph.model import (
    Article,
    Entity,
    Evidence,
    Extraction,
    Granularity,
    Kind,
    Mention,
    Period,
    Relation,
    Span,
    Status,
)

#: Text that stores get wrong: NUL, control characters, combining accents, right to left, outside the BMP, quotes, wildcards.
AWKWARD = (
    "\0",
    "\r\n\t\x1b",
    "é",
    "e\u0301",
    "ß",
    "İstanbul",
    "محمد بن سلمان",
    "北京",
    "𝒢raph 🕊",
    'O\'Neil "x" `y` \\ $z {a} %b _c [d] *',
    "\ufeff\u200b\ufffe",
    "<a href='x'>&amp;</a>",
    "हिन्दी",
)
NAMES = ("Mark Rutte", "Rutte", "Japan", "Nippon", "NATO", "Xi Jinping", "Xi Jin-ping", "Côte d’Ivoire", "Li", *AWKWARD)
WORDS = ("visited", "Japan", "talks", "may", "NATO", "Ankara", "ankara", "ANKARÁ", "42", "_", "treaty.", *AWKWARD)
OUTLETS = (None, "Harbour Post", "Die Chronik", "\0'; --")
ENTITY_IDS = ("Q17", "Q7184", "person-mark-rutte", "org-ø", "a\0b", "ORG")
SYMMETRIC = sorted(name for name, type in ontology.TYPES.items() if type.symmetric)
DIRECTED = sorted(name for name, type in ontology.TYPES.items() if not type.symmetric)
#: Among them opposite deeds, of one and of both ends: CLASHES_WITH and CEASES_FIRE_WITH, ABDUCTS and RELEASES.
TYPE_NAMES = (*SYMMETRIC[:2], *DIRECTED[:3], "CEASES_FIRE_WITH", "RELEASES")

days = st.integers(0, 40).map(lambda shift: date(2024, 12, 20) + timedelta(days=shift))


@st.composite
def periods(draw: st.DrawFn) -> Period:
    granularity = draw(st.sampled_from(Granularity))
    first, last = sorted((draw(days), draw(days)))
    shape = draw(st.sampled_from(["day", "range", "since", "until"]))
    if shape == "day":
        return Period(first, first, granularity)
    return Period(None if shape == "until" else first, None if shape == "since" else last, granularity)


texts = st.lists(
    st.sampled_from(WORDS) | st.text(st.characters(exclude_categories=["Cs"]), max_size=6), max_size=14
).map(" ".join)


@st.composite
def spans(draw: st.DrawFn, text: str) -> Span:
    start, end = sorted((draw(st.integers(0, len(text))), draw(st.integers(0, len(text)))))
    return Span(start, end)


@st.composite
def entities(draw: st.DrawFn, id: str) -> Entity:
    codes = draw(
        st.dictionaries(
            st.sampled_from(["iso3", "country", "wikidata", "subtype"]),
            st.sampled_from(["JPN", "NLD", "é"]),
            max_size=2,
        )
    )
    aliases = tuple(draw(st.lists(st.sampled_from(NAMES), max_size=3, unique=True)))
    return Entity(id, draw(st.sampled_from(NAMES)), draw(st.sampled_from(Kind)), aliases, codes)


@st.composite
def articles(draw: st.DrawFn) -> Article:
    text = draw(texts)
    published = draw(st.none() | days)
    url = draw(st.none() | st.sampled_from(["https://news.example/1", "urn:x"]))
    return ids.article(draw(st.sampled_from(NAMES)), text, published, url, draw(st.sampled_from(OUTLETS)))


@st.composite
def relations(draw: st.DrawFn, among: list[str]) -> Relation:
    return ontology.relation(
        draw(st.sampled_from(among)), draw(st.sampled_from(TYPE_NAMES)), draw(st.sampled_from(among))
    )


@st.composite
def pieces(draw: st.DrawFn, article: Article, relation: Relation, among: list[str]) -> Evidence:
    sentence, trigger, subject, object = (draw(spans(article.text)) for _ in range(4))
    return Evidence(
        ids.evidence_id(article.id, relation.id, sentence, trigger, subject, object),
        relation.id,
        article.id,
        sentence,
        sentence.of(article.text),
        trigger,
        subject,
        object,
        draw(st.sampled_from(Status)),
        draw(st.none() | periods()),
        draw(st.none() | st.sampled_from(among)),
        draw(st.none() | st.sampled_from(NAMES)),
        draw(st.none() | st.sampled_from(NAMES)),
        draw(st.sampled_from([0.0, 0.25, 0.5, 0.9, 1.0])),
        draw(st.sampled_from(["visits-1", "é"])),
    )


@st.composite
def readings(draw: st.DrawFn, article: Article) -> Extraction:
    """One yield of an article."""
    among = draw(st.lists(st.sampled_from(ENTITY_IDS), min_size=1, max_size=5, unique=True))
    given = tuple(draw(entities(id)) for id in among)
    claimed = draw(st.lists(relations(among), max_size=4, unique_by=lambda relation: relation.id))
    evidence = {}
    for relation in claimed:
        for _ in range(draw(st.integers(1, 2))):
            piece = draw(pieces(article, relation, among))
            evidence[piece.id] = piece
    mentions = []
    for _ in range(draw(st.integers(0, 4))):
        span = draw(spans(article.text))
        mentions.append(
            Mention(article.id, span, span.of(article.text), draw(st.sampled_from(Kind)), draw(st.sampled_from(among)))
        )
    return Extraction(article, tuple(mentions), given, tuple(claimed), tuple(evidence.values()))


#: Articles of different ids, each with one reading.
worlds = st.lists(articles(), min_size=1, max_size=5, unique_by=lambda article: article.id).flatmap(
    lambda articles: st.tuples(*(readings(article) for article in articles))
)
#: Two readings of one article.
rereadings = articles().flatmap(lambda article: st.tuples(readings(article), readings(article)))
