"""A graph for the browser's journeys: the hand-made articles of tests/samples_graph.py, and some two hundred more, generated, so that
hubs, parallel relations, contradictions, timelines and hostile names all have something to show. Same every time.
"""

import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from graph import ids, ontology
from graph.model import Entity, Evidence, Extraction, Granularity, Kind, Mention, Period, Span, Status
from graph.store import GraphStore
from tests import samples_graph
from tests.samples_graph import CHINA, ISHIBA, JAPAN, NSATU, RUTTE

A, P, R, D, H = Status.ASSERTED, Status.PLANNED, Status.REQUESTED, Status.DENIED, Status.HYPOTHETICAL


def _country(name: str, qid: str, iso3: str) -> Entity:
    return Entity(qid, name, Kind.COUNTRY, (), {"wikidata": qid, "iso3": iso3})


RUSSIA = _country("Russia", "Q159", "RUS")
UKRAINE = _country("Ukraine", "Q212", "UKR")
SOUTH_KOREA = _country("South Korea", "Q884", "KOR")
NORTH_KOREA = _country("North Korea", "Q423", "PRK")
BRITAIN = _country("United Kingdom", "Q145", "GBR")
GERMANY = _country("Germany", "Q183", "DEU")
NATO = Entity("Q7184", "NATO", Kind.IGO, ("North Atlantic Treaty Organization",), {"wikidata": "Q7184"})
SHIP = Entity("equipment-hms-prince-of-wales", "HMS Prince of Wales", Kind.EQUIPMENT, (), {"subtype": "ship"})
NAKATANI = Entity("person-gen-nakatani", "Gen Nakatani", Kind.PERSON, (), {"country": "JPN"})

#: Names that try to break the page, and names that are merely long or of other scripts.
HOSTILE = Entity("org-img-src-x", "<img src=x onerror=alert(1)>", Kind.ORG, ('"><script>alert(2)</script>',))
LONG = Entity(
    "org-long",
    "Interparliamentary Commission for the Harmonisation of Transhipment Documents in Landlocked Developing States",
    Kind.ORG,
)
ARABIC = Entity("group-arabic", "جماعة الأنهار الشمالية", Kind.GROUP)
CJK = Entity("org-cjk", "北方河流联合委员会秘书处", Kind.ORG)

_PEOPLE = [
    Entity(f"person-envoy-{number}", f"{first} {last}", Kind.PERSON)
    for number, (first, last) in enumerate(
        (first, last)
        for first in ("Ada", "Bruno", "Chiara", "Dmitri", "Esra", "Farid")
        for last in ("Okafor", "Lindqvist", "Moreau", "Tanaka")
    )
]
_BODIES = [
    Entity(f"org-body-{number}", f"{place} {what}", kind)
    for number, (place, what, kind) in enumerate(
        (place, what, kind)
        for place in ("Nordport", "Valdia", "Sarema", "Tolmin", "Ostrava Bay")
        for what, kind in (("Ministry of Trade", Kind.ORG), ("Harbour", Kind.FACILITY), ("Accord", Kind.EVENT))
    )
]
_STATES = [JAPAN, CHINA, RUSSIA, UKRAINE, SOUTH_KOREA, NORTH_KOREA, BRITAIN, GERMANY]

#: Type → (told of the past, base form).
_VERBS = {
    "VISITS": ("visited", "visit"),
    "MEETS": ("met", "meet"),
    "CRITICIZES": ("criticised", "criticise"),
    "SANCTIONS": ("sanctioned", "sanction"),
    "SUPPORTS": ("supported", "support"),
    "AIDS": ("aided", "aid"),
    "THREATENS": ("threatened", "threaten"),
    "REQUESTS": ("requested", "request"),
    "DEPLOYS_TO": ("deployed to", "deploy to"),
    "TRAINS": ("trained", "train"),
    "PRAISES": ("praised", "praise"),
    "OFFICE_IN": ("governs in", "govern in"),
    "EXERCISES_WITH": ("exercised with", "exercise with"),
}
_PHRASE = {A: "{past}", P: "plans to {base}", R: "was asked to {base}", D: "did not {base}", H: "may {base}"}


@dataclass(frozen=True, slots=True)
class Claim:
    """One sentence to be written."""

    subject: Entity
    type: str
    object: Entity
    status: Status = A
    day: date | None = None
    attributed_to: str | None = None
    confidence: float = 0.9


def extraction(outlet: str, published: date, claims: Iterable[Claim]) -> Extraction:
    """An article that makes these claims, a sentence each, with exact spans."""
    told = list(claims)
    title = f"{outlet} of {published.isoformat()}"
    text = title + "\n"
    places: list[tuple[Claim, Span, Span, Span, Span]] = []
    for claim in told:
        past, base = _VERBS[claim.type]
        words = past if claim.status is A else base
        start = len(text)
        text += claim.subject.name
        subject = Span(start, len(text))
        lead, _, _ = _PHRASE[claim.status].partition("{")
        text += " " + lead
        trigger = Span(len(text), len(text) + len(words))
        text += words + " "
        object = Span(len(text), len(text) + len(claim.object.name))
        text += claim.object.name
        if claim.attributed_to:
            text += f", {claim.attributed_to} said"
        text += "."
        places.append((claim, Span(start, len(text)), trigger, subject, object))
        text += " "
    article = ids.article(
        title, text, published, f"https://{outlet.lower().replace(' ', '-')}.example/{published}", outlet
    )
    relations = {}
    evidence = []
    mentions: list[Mention] = []
    for claim, sentence, trigger, subject, object in places:
        made = ontology.relation(claim.subject.id, claim.type, claim.object.id)
        relations[made.id] = made
        for entity, span in ((claim.subject, subject), (claim.object, object)):
            mentions.append(Mention(article.id, span, entity.name, entity.kind, entity.id))
        evidence.append(
            Evidence(
                id=ids.evidence_id(article.id, made.id, sentence, trigger, subject, object),
                relation_id=made.id,
                article_id=article.id,
                sentence=sentence,
                quote=sentence.of(text),
                trigger=trigger,
                subject_span=subject,
                object_span=object,
                status=claim.status,
                period=Period(claim.day, claim.day, Granularity.DAY) if claim.day else None,
                place=None,
                role=None,
                attributed_to=claim.attributed_to,
                confidence=claim.confidence,
                rule=f"{claim.type.lower()}.generated",
            )
        )
    entities = {one.id: one for claim in told for one in (claim.subject, claim.object)}
    return Extraction(article, tuple(mentions), tuple(entities.values()), tuple(relations.values()), tuple(evidence))


def extractions() -> Iterator[Extraction]:
    """All articles of the world."""
    yield from samples_graph.extractions()
    yield extraction(
        "Gulf Courier", date(2025, 3, 28), [Claim(RUTTE, "VISITS", JAPAN, P, date(2025, 4, 8), "an aide", 0.7)]
    )
    yield extraction(
        "Gulf Courier",
        date(2025, 4, 9),
        [
            Claim(RUTTE, "PRAISES", JAPAN, A, date(2025, 4, 9)),
            Claim(RUTTE, "OFFICE_IN", NATO),
            Claim(RUTTE, "CRITICIZES", CHINA, A, date(2025, 4, 9)),
            Claim(RUTTE, "MEETS", NAKATANI, A, date(2025, 4, 8)),
            Claim(JAPAN, "AIDS", UKRAINE, A, date(2025, 2, 3)),
            Claim(JAPAN, "REQUESTS", NATO, R, date(2025, 4, 8), "Gen Nakatani"),
            Claim(JAPAN, "REQUESTS", GERMANY, H, None, "James Brown", 0.45),
            Claim(NSATU, "TRAINS", UKRAINE),
            Claim(CHINA, "SUPPORTS", RUSSIA, A, None, "Mark Rutte"),
            Claim(RUSSIA, "THREATENS", RUSSIA, H, None, None, 0.3),
        ],
    )
    yield extraction("Delta Wire", date(2025, 4, 12), [Claim(CHINA, "SUPPORTS", RUSSIA, D, None, "Beijing")])
    yield extraction(
        "Morning Echo",
        date(2025, 4, 20),
        [
            Claim(BRITAIN, "DEPLOYS_TO", JAPAN, P, date(2025, 7, 1)),
            Claim(SHIP, "EXERCISES_WITH", SOUTH_KOREA, P, date(2025, 7, 10)),
            Claim(SOUTH_KOREA, "CRITICIZES", NORTH_KOREA),
            Claim(NORTH_KOREA, "SUPPORTS", RUSSIA, A, date(2025, 1, 15)),
            Claim(HOSTILE, "CRITICIZES", JAPAN),
            Claim(LONG, "PRAISES", JAPAN),
            Claim(ARABIC, "THREATENS", GERMANY),
            Claim(CJK, "SUPPORTS", CHINA),
        ],
    )
    chance = random.Random(17)
    outlets = ["Harbour Post", "Morning Echo", "Gulf Courier", "Delta Wire", "Ridge Review"]
    crowd = [*_STATES, *_STATES, NATO, ISHIBA, RUTTE, *_PEOPLE, *_BODIES]
    types = [name for name in _VERBS if name != "OFFICE_IN"]
    for number in range(200):
        published = date(2024, 1, 5) + timedelta(days=number * 3)
        claims = []
        for _ in range(2):
            subject, object = chance.sample(crowd, 2)
            if subject.id != object.id:
                status = chance.choices([A, P, R, D, H], [60, 14, 10, 8, 8])[0]
                day = published - timedelta(days=chance.randrange(0, 40))
                claims.append(
                    Claim(subject, chance.choice(types), object, status, day, None, chance.choice([0.55, 0.8, 0.95]))
                )
        if claims:
            yield extraction(chance.choice(outlets), published, claims)


def hub(relations: int = 5000) -> Iterator[Extraction]:
    """Articles about one body that deals with thousands of towns."""
    centre = Entity("igo-hub", "Assembly of Towns", Kind.IGO)
    for start in range(0, relations, 250):
        yield extraction(
            "Ridge Review",
            date(2023, 1, 1) + timedelta(days=start // 250),
            [
                Claim(centre, "SUPPORTS", Entity(f"place-town-{number}", f"Town {number}", Kind.PLACE))
                for number in range(start, min(start + 250, relations))
            ],
        )


_REGIONS = ("Amber", "Birch", "Coral", "Delta", "Ember", "Fjord", "Grove", "Heath", "Inlet", "Jade", "Karst", "Lagoon")


def blocs() -> Iterator[Extraction]:
    """Twelve regions whose states, ministers, bodies and towns deal with each other, and now and then with those of the next region."""
    chance = random.Random(5)
    members: list[list[Entity]] = []
    for number, region in enumerate(_REGIONS):
        kinds = [Kind.COUNTRY, Kind.PERSON, Kind.ORG, Kind.IGO, Kind.PLACE, Kind.GROUP]
        lead = kinds[number % len(kinds)]
        names = {
            Kind.COUNTRY: "Republic",
            Kind.PERSON: "Sato",
            Kind.ORG: "Ministry",
            Kind.IGO: "Union",
            Kind.PLACE: "Port",
            Kind.GROUP: "Front",
        }
        members.append(
            [
                Entity(
                    f"bloc-{number}-{place}",
                    f"{region} {names[kind]}{f' {place}' if place else ''}",
                    kind,
                )
                for place in range(4 + 2 * (number % 6))
                for kind in [lead if place % 2 == 0 else kinds[place % len(kinds)]]
            ]
        )
    types = [name for name in _VERBS if name != "OFFICE_IN"]
    for number, bloc in enumerate(members):
        within = [chance.sample(bloc, 2) for _ in range(4 * len(bloc))]
        beyond = [
            [chance.choice(bloc), chance.choice(members[(number + step) % len(members)])]
            for step in (1, 1, 5)
            for _ in range(number % 3 + 1)
        ]
        claims = [Claim(one, chance.choice(types), other) for one, other in within + beyond]
        yield extraction("Region Review", date(2025, 6, 1) + timedelta(days=number), claims)


def placed() -> Iterator[Extraction]:
    """One article in which some have coordinates: Japan, China, two towns; and one whose coordinates lie nowhere on earth."""

    def at(entity: Entity, latitude: str, longitude: str) -> Entity:
        return replace(entity, codes={**entity.codes, "latitude": latitude, "longitude": longitude})

    japan, china = at(JAPAN, "36.00", "138.00"), at(CHINA, "35.00", "105.00")
    harbour = at(Entity("place-harbour-town", "Harbour Town", Kind.PLACE), "-33.90", "18.40")
    island = at(Entity("place-far-island", "Far Island", Kind.PLACE), "-19.00", "178.00")
    nowhere = at(Entity("place-nowhere", "Nowhere", Kind.PLACE), "120", "abc")
    yield extraction(
        "Atlas Weekly",
        date(2025, 4, 14),
        [
            Claim(RUTTE, "VISITS", japan, A, date(2025, 4, 8)),
            Claim(japan, "AIDS", china, A, date(2025, 4, 8)),
            Claim(RUTTE, "VISITS", harbour, P, date(2025, 5, 1)),
            Claim(ISHIBA, "VISITS", island, A, date(2025, 3, 1)),
            Claim(ISHIBA, "VISITS", nowhere),
        ],
    )


def fill(store: GraphStore, with_hub: bool = False) -> None:
    store.add_many(extractions())
    if with_hub:
        store.add_many(hub())
