"""How certain a text makes an event: the status read from the words that stand over its trigger."""

import pytest
from spacy.language import Language

from graph.model import Status
from ingest import modality, nlp
from ingest.syntax import Tree


@pytest.fixture(scope="module")
def language() -> Language:
    return nlp.load()


@pytest.mark.parametrize(
    ("text", "trigger", "status"),
    [
        ("France attacked the port.", "attacked", Status.ASSERTED),
        ("France has attacked the port.", "attacked", Status.ASSERTED),
        ("France will attack the port.", "attack", Status.PLANNED),
        ("France plans to attack the port.", "attack", Status.PLANNED),
        ("The minister said that France would attack the port.", "attack", Status.PLANNED),
        ("The two presidents are to meet in Rome.", "meet", Status.PLANNED),
        ("The talks are expected to begin on Monday.", "talks", Status.PLANNED),
        ("France may attack the port.", "attack", Status.HYPOTHETICAL),
        ("If France attacks the port, Spain will respond.", "attacks", Status.HYPOTHETICAL),
        ("Had France attacked the port, Spain would have responded.", "attacked", Status.HYPOTHETICAL),
        ("Spain would have arrested the envoy had he visited Madrid.", "visited", Status.HYPOTHETICAL),
        ("France is considering sanctions against Spain.", "sanctions", Status.HYPOTHETICAL),
        ("Spain urged France to attack the port.", "attack", Status.REQUESTED),
        ("Spain called for sanctions against France.", "sanctions", Status.REQUESTED),
        ("France did not attack the port.", "attack", Status.DENIED),
        ("France has never attacked the port.", "attacked", Status.DENIED),
        ("France will not attack the port.", "attack", Status.DENIED),
        ("France denied that it had attacked the port.", "attacked", Status.DENIED),
        ("France refused to attack the port.", "attack", Status.DENIED),
    ],
)
def test_the_status_of_an_event(language: Language, text: str, trigger: str, status: Status) -> None:
    tree = Tree(language(text))
    assert modality.status(tree, tree.text.index(trigger)) is status


def test_a_negation_does_not_reach_a_coordinated_clause(language: Language) -> None:
    tree = Tree(language("France did not sign the treaty and attacked the port."))
    assert modality.status(tree, tree.text.index("attacked")) is Status.ASSERTED


def test_a_relative_clause_is_not_governed_by_what_stands_over_its_noun(language: Language) -> None:
    tree = Tree(language("Spain wants to visit the port that France attacked."))
    assert modality.status(tree, tree.text.index("attacked")) is Status.ASSERTED
