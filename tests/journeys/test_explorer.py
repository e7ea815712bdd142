"""The analyst's journeys through the explorer, each once with the mouse and once with keys alone."""

import io
import json
import re
from datetime import date
from pathlib import Path
from typing import Any

import networkx
import pytest
from playwright.sync_api import Browser, BrowserContext, Download, expect

from graph import ontology
from graph.model import Status
from tests.journeys import world
from tests.journeys.conftest import Analyst, Site, watched
from tests.samples_graph import CHINA, ISHIBA, JAPAN, NSATU, RUTTE

pytestmark = [pytest.mark.browser, pytest.mark.slow]

VISIT = ontology.relation(RUTTE.id, "VISITS", JAPAN.id).id
REQUEST = ontology.relation(JAPAN.id, "REQUESTS", NSATU.id).id
MEETING = ontology.relation(RUTTE.id, "MEETS", ISHIBA.id).id
PRAISE = ontology.relation(RUTTE.id, "PRAISES", JAPAN.id).id


def entities(state: dict[str, Any]) -> set[str]:
    return set(state["shown"]["entities"])


def relations(state: dict[str, Any]) -> set[str]:
    return set(state["shown"]["relations"])


# -- 1. look someone up ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "meant"), [("rut", RUTTE), ("Tokyo", JAPAN), ("Ruttes", RUTTE)], ids=["prefix", "alias", "typo"]
)
def test_a_few_letters_an_alias_or_a_typo_lead_to_a_neighbourhood(analyst: Analyst, typed: str, meant: Any) -> None:
    analyst.page.goto("/explore")
    analyst.search(typed)
    state = analyst.until("the neighbourhood stands", lambda state: meant.id in state["positions"])
    assert state["entities"][0] == meant.id
    assert len(entities(state)) > 1
    assert set(state["positions"]) == entities(state)
    expect(analyst.page).to_have_title(re.compile(f"^{meant.name} and "))
    assert f"entity={meant.id}" in analyst.page.url
    shown, total = len(relations(state)), state["shown"]["total"]
    expect(analyst.page.locator("#status")).to_contain_text(f"Showing {shown} of {total} relations")
    analyst.sees_no_barrier()


def test_a_name_that_nobody_has_is_said_so(analyst: Analyst) -> None:
    analyst.page.goto("/explore")
    analyst.page.get_by_role("combobox", name="Search entities").press_sequentially("Qwxyzzy")
    expect(analyst.page.get_by_text("Nobody and nothing here is called “Qwxyzzy”.")).to_be_visible()


def test_the_empty_page_offers_the_best_connected(analyst: Analyst) -> None:
    analyst.page.goto("/explore")
    analyst.activate("button", re.compile("^Japan"))
    analyst.until("Japan stands", lambda state: JAPAN.id in state["positions"])


# -- 2. expand and keep your bearings --------------------------------------------------------------------------------------


def test_expanding_adds_what_was_announced_and_moves_nothing(analyst: Analyst, site: Site) -> None:
    analyst.open(NSATU.id)
    analyst.choose_entity(JAPAN.id, "Japan")
    before = analyst.state()
    row = analyst.page.get_by_role("button", name=re.compile(r"^requests \(\d+\)"))
    announced = int(re.search(r"show (\d+) more", row.inner_text() or "")[1])  # type: ignore[index]
    asked: list[str] = []
    analyst.page.on("request", lambda request: asked.append(request.url))
    analyst.activate("button", re.compile(r"^requests \(\d+\)"))
    after = analyst.until("more entities", lambda state: len(entities(state)) > len(entities(before)))
    assert len([url for url in asked if "/api/" in url]) == 1
    for one, (x, y) in before["positions"].items():
        assert after["positions"][one] == pytest.approx([x, y], abs=1)
    fresh = [
        one
        for one in relations(after) - relations(before)
        if (edge := site.store.relation(one)) and edge.relation.type == "REQUESTS" and edge.relation.subject == JAPAN.id
    ]
    assert len(fresh) == announced
    expect(analyst.page.get_by_text(re.compile(r"requests \(\d+\)")).first).to_be_visible()
    analyst.sees_no_barrier()


def test_undo_redo_and_back_walk_the_same_states(analyst: Analyst) -> None:
    before = analyst.open(NSATU.id)
    analyst.choose_entity(JAPAN.id, "Japan")
    if analyst.hand == "mouse":
        x, y = analyst.page.evaluate("(id) => window.entente.pointOf(id)", JAPAN.id)
        analyst.page.mouse.dblclick(x, y)
    else:
        analyst.page.locator("#canvas").focus()
        analyst.press("e")
    grown = analyst.until("more entities", lambda state: len(entities(state)) > len(entities(before)))
    if analyst.hand == "mouse":
        analyst.activate("button", "Undo")
    else:
        analyst.press("Control+z")
    analyst.until("undone", lambda state: entities(state) == entities(before))
    if analyst.hand == "mouse":
        analyst.activate("button", "Redo")
    else:
        analyst.press("Control+Shift+Z")
    analyst.until(
        "redone", lambda state: entities(state) == entities(grown) and state["positions"] == grown["positions"]
    )
    analyst.page.go_back()
    analyst.until("back is undo", lambda state: entities(state) == entities(before))


def test_collapse_takes_the_leaves_and_hide_takes_one(analyst: Analyst) -> None:
    analyst.open(JAPAN.id)
    analyst.choose_entity(NSATU.id, "NSATU")
    analyst.activate("button", "Hide")
    hidden = analyst.until("NSATU has gone", lambda state: NSATU.id not in entities(state))
    assert REQUEST not in relations(hidden)
    analyst.choose_entity(JAPAN.id, "Japan")
    analyst.activate("button", "Collapse")
    collapsed = analyst.until("leaves have gone", lambda state: len(entities(state)) < len(entities(hidden)))
    assert world.LONG.id in entities(hidden) - entities(collapsed)


# -- 3. check the evidence -------------------------------------------------------------------------------------------------


def test_a_line_opens_the_sentences_behind_it(analyst: Analyst, site: Site) -> None:
    analyst.open(RUTTE.id)
    analyst.choose_relation(VISIT)
    page = analyst.page
    expect(page.get_by_role("heading", level=2)).to_have_text("Mark Rutte – VISITS – Japan")
    cards = page.locator(".evidence")
    expected = site.store.evidence([VISIT])[VISIT]
    expect(cards).to_have_count(len(expected))
    assert len({piece.article_id for piece in expected}) >= 2
    for place, piece in enumerate(expected):
        article = site.store.article(piece.article_id)
        assert article is not None
        card = cards.nth(place)
        assert card.locator(".sentence").inner_text() == piece.quote
        for role, span in (("subject", piece.subject_span), ("trigger", piece.trigger), ("object", piece.object_span)):
            assert card.locator(f".mark-{role}").inner_text() == span.of(article.text)
        expect(card.locator(".status")).to_have_text(piece.status.value)
        expect(card).to_contain_text(article.source or "")
        expect(card).to_contain_text(piece.rule)
    analyst.sees_no_barrier()


def test_parallel_lines_of_a_pair_each_open_their_own(analyst: Analyst) -> None:
    analyst.open(RUTTE.id)
    for one, heading in ((PRAISE, "Mark Rutte – PRAISES – Japan"), (VISIT, "Mark Rutte – VISITS – Japan")):
        analyst.choose_relation(one)
        expect(analyst.page.get_by_role("heading", level=2)).to_have_text(heading)


def test_next_and_previous_walk_the_sentences(analyst: Analyst) -> None:
    analyst.open(RUTTE.id)
    analyst.choose_relation(VISIT)
    for button, position in (("Next sentence", "1 of"), ("Next sentence", "2 of"), ("Previous sentence", "1 of")):
        analyst.activate("button", button)
        expect(analyst.page.locator(".evidence:focus .position")).to_contain_text(position)


def test_the_article_opens_at_the_sentence(analyst: Analyst, site: Site) -> None:
    analyst.open(RUTTE.id)
    analyst.choose_relation(VISIT)
    piece = site.store.evidence([VISIT])[VISIT][1]
    card = analyst.page.locator(f'[data-evidence="{piece.id}"]')
    analyst.activate("link", re.compile("^Open article at this sentence"), card)
    analyst.page.wait_for_url(re.compile(f"/articles/{piece.article_id}#{piece.id}$"))
    assert analyst.page.locator(f'[id="{piece.id}"]').count() == 1
    analyst.page.go_back()
    analyst.until("the view is as it was", lambda state: state["selected"] == {"kind": "relation", "id": VISIT})


def test_contradicting_reports_stand_side_by_side(analyst: Analyst) -> None:
    analyst.open(RUTTE.id)
    expect(analyst.page.locator("#status")).to_contain_text("contradicted")
    analyst.choose_relation(MEETING)
    sides = analyst.page.locator(".contested")
    expect(sides.get_by_role("heading", name="Asserted")).to_be_visible()
    expect(sides.get_by_role("heading", name="Denied")).to_be_visible()
    expect(sides.locator(".sentence")).to_have_count(2)


# -- 4. separate done from planned -----------------------------------------------------------------------------------------


def test_without_what_is_asserted_only_the_rest_remains(analyst: Analyst, site: Site) -> None:
    before = analyst.open(JAPAN.id)
    analyst.tick(re.compile("^asserted"))
    state = analyst.until("fewer relations", lambda state: len(relations(state)) < len(relations(before)))
    assert REQUEST in relations(state)
    for one in relations(state):
        assert any(piece.status != "asserted" for piece in site.store.evidence([one])[one])
    gone = len(relations(before)) - len(relations(state))
    assert state["shown"]["hidden"] == gone
    expect(analyst.page.locator("#status")).to_contain_text(f"{gone} hidden by filters")
    analyst.tab("List")
    expect(analyst.page.locator("#panel-list [data-relation]")).to_have_count(len(relations(state)))
    analyst.activate("button", "Show everything again")
    analyst.until("all are back", lambda state: relations(state) == relations(before))


def test_kinds_types_and_outlets_can_be_switched_off(analyst: Analyst, site: Site) -> None:
    before = analyst.open(JAPAN.id)
    analyst.tick(re.compile("^person"))
    fewer = analyst.until("no people", lambda state: RUTTE.id not in entities(state))
    analyst.tick(re.compile("^REQUESTS"))
    state = analyst.until("no requests", lambda state: len(relations(state)) < len(relations(fewer)))
    assert REQUEST not in relations(state)
    analyst.tick(re.compile("^Harbour Post"))
    state = analyst.until("without an outlet", lambda state: state["filters"]["source"] == ["Harbour Post"])
    for one in relations(state):
        edge = site.store.relation(one)
        assert edge
        assert edge.relation.type != "REQUESTS"
        sources = {site.store.article(piece.article_id).source for piece in site.store.evidence([one])[one]}  # type: ignore[union-attr]
        assert sources != {"Harbour Post"}
    assert relations(state) < relations(before)


# -- 5. time ---------------------------------------------------------------------------------------------------------------


def test_a_month_on_either_clock(analyst: Analyst, site: Site) -> None:
    analyst.open(JAPAN.id)
    page = analyst.page
    page.get_by_label("First day").fill("2025-04-01")
    page.get_by_label("Last day").fill("2025-04-30")
    state = analyst.until("April", lambda state: state["filters"]["to"] == "2025-04-30")
    assert REQUEST in relations(state)
    for one in relations(state):
        days = []
        for piece in site.store.evidence([one])[one]:
            article = site.store.article(piece.article_id)
            days.append((piece.period and piece.period.earliest) or (article and article.published))
        assert any(day and day.isoformat()[:7] == "2025-04" for day in days)
    page.get_by_label("Which time").select_option("published")
    other = analyst.until("the other clock", lambda state: state["filters"]["clock"] == "published")
    assert relations(other) != relations(state)


def test_brushing_the_histogram_filters(analyst: Analyst) -> None:
    if analyst.hand == "keys":
        pytest.skip("keys use the two date fields: test_a_month_on_either_clock")
    before = analyst.open(JAPAN.id)
    box = analyst.page.locator(".histogram").bounding_box()
    assert box
    analyst.page.mouse.move(box["x"] + box["width"] * 0.6, box["y"] + 20)
    analyst.page.mouse.down()
    analyst.page.mouse.move(box["x"] + box["width"] * 0.8, box["y"] + 20, steps=4)
    analyst.page.mouse.up()
    state = analyst.until("a brushed view", lambda state: state["filters"]["from"] and state["filters"]["to"])
    assert 0 < len(relations(state)) < len(relations(before))
    analyst.activate("button", "Undo")
    analyst.until("one step back is before the brush", lambda state: relations(state) == relations(before))


def test_replay_walks_through_time_and_can_be_paused(analyst: Analyst) -> None:
    before = analyst.open(JAPAN.id)
    analyst.activate("button", "Play")
    first = analyst.until("it plays", lambda state: state["filters"]["to"])
    assert len(relations(first)) < len(relations(before))
    later = analyst.until("it goes on", lambda state: state["filters"]["to"] > first["filters"]["to"])
    analyst.activate("button", "Pause")
    assert later["filters"]["to"] > first["filters"]["to"]
    expect(analyst.page.get_by_role("button", name="Play")).to_be_visible()


# -- 6. how two are linked; compare ----------------------------------------------------------------------------------------


def test_a_path_between_two_is_found_and_read(analyst: Analyst) -> None:
    analyst.open(world.SHIP.id)
    analyst.tab("Paths")
    analyst.pick("To", "North Korea")
    analyst.activate("button", "Find paths")
    state = analyst.until("a path stands", lambda state: len(state["path"]) > 0)
    assert {world.SHIP.id, world.NORTH_KOREA.id} <= entities(state)
    assert set(state["path"]) <= relations(state)
    analyst.activate("button", re.compile("^South Korea EXERCISES WITH HMS Prince of Wales"))
    expect(analyst.page.get_by_role("heading", level=2)).to_have_text(
        "South Korea – EXERCISES WITH – HMS Prince of Wales"
    )
    expect(analyst.page.locator(".evidence")).to_have_count(1)
    analyst.sees_no_barrier()


def test_two_are_compared(analyst: Analyst) -> None:
    analyst.open(CHINA.id)
    analyst.tab("Compare")
    analyst.pick("The other", "Russia")
    analyst.activate("button", "Compare")
    for heading in (r"^Shared \(\d+\)", r"^Only China \(\d+\)", r"^Only Russia \(\d+\)"):
        expect(analyst.page.get_by_role("heading", name=re.compile(heading))).to_be_visible()
    analyst.activate("button", "Show both and what they share")
    state = analyst.until("both stand", lambda state: {CHINA.id, world.RUSSIA.id} <= entities(state))
    assert state["compare"] == [CHINA.id, world.RUSSIA.id]
    analyst.sees_no_barrier()


# -- 7. hand it over -------------------------------------------------------------------------------------------------------


def test_a_copied_link_opens_the_same_view_elsewhere(analyst: Analyst, context: BrowserContext, site: Site) -> None:
    analyst.open(JAPAN.id)
    for one, name in ((CHINA.id, "China"), (RUTTE.id, "Mark Rutte")):
        analyst.choose_entity(one, name)
        analyst.activate("button", "Pin")
    analyst.choose_entity(NSATU.id, "NSATU")
    analyst.activate("button", "Hide")
    analyst.tick(re.compile("^hypothetical"))
    analyst.choose_relation(VISIT)
    state = analyst.state()
    link = analyst.page.url
    assert len(link) <= 2000
    with watched(context, site.address) as other:
        other.goto(link)
        other.wait_for_function("() => window.entente && Object.keys(window.entente.state().positions).length > 0")
        found = Analyst(other).state()
    for key in ("entities", "pins", "filters", "selected"):
        assert found[key] == state[key]
    for key in ("entities", "relations"):  # the order in which answers came is not part of a view
        assert sorted(found["shown"].pop(key)) == sorted(state["shown"].pop(key))
    assert found["shown"] == state["shown"]
    assert found["positions"][CHINA.id] == state["positions"][CHINA.id]


def test_a_damaged_link_says_so(analyst: Analyst) -> None:
    analyst.page.goto("/explore#s=abcdefgh")
    expect(analyst.page.locator("#toast")).to_contain_text("may have been cut")


def download(analyst: Analyst, label: str, tmp_path: Path) -> Path:
    analyst.activate("button", "Export")
    with analyst.page.expect_download() as waiting:
        analyst.activate("button", re.compile(f"^{label}"), analyst.page.get_by_role("dialog"))
    file: Download = waiting.value
    path = tmp_path / file.suggested_filename
    file.save_as(path)
    return path


def test_what_is_on_screen_is_what_is_exported(analyst: Analyst, tmp_path: Path) -> None:
    analyst.open(JAPAN.id)
    analyst.tick(re.compile("^denied"))
    state = analyst.until("filtered", lambda state: state["filters"]["status"] == ["denied"])
    graphml = download(analyst, "GRAPHML", tmp_path)
    graph = networkx.read_graphml(io.BytesIO(graphml.read_bytes()), force_multigraph=True)
    assert set(graph.nodes) == entities(state)
    assert {key for _, _, key in graph.edges(keys=True)} == relations(state)
    for *_, attributes in graph.edges(data=True):
        assert {"type", "status", "quad"} <= attributes.keys()
    document = json.loads(download(analyst, "JSON", tmp_path).read_text(encoding="utf-8"))
    assert {one["data"]["id"] for one in document["elements"]["edges"]} == relations(state)
    assert download(analyst, "CSV", tmp_path).read_text(encoding="utf-8").startswith("subject,")
    dossier = download(analyst, r"Dossier \(Markdown", tmp_path).read_text(encoding="utf-8")
    assert dossier.count("\n## ") == len(relations(state))
    assert download(analyst, "PNG", tmp_path).read_bytes()[:8] == b"\x89PNG\r\n\x1a\n"
    drawing = download(analyst, "SVG", tmp_path).read_text(encoding="utf-8")
    assert drawing.count("<g opacity") == len(relations(state))
    assert "asserted" in drawing


def test_a_view_can_be_saved_and_opened_again(analyst: Analyst) -> None:
    before = analyst.open(JAPAN.id)
    analyst.activate("button", "Saved views")
    dialog = analyst.page.get_by_role("dialog")
    dialog.get_by_label("Name of this view").fill("East Asia")
    analyst.activate("button", "Save this view", dialog)
    analyst.page.goto("/explore")
    analyst.activate("button", "Saved views")
    analyst.activate("link", "East Asia", dialog)
    analyst.until("the saved view", lambda state: entities(state) == entities(before))


def test_a_note_travels_with_the_view(analyst: Analyst, context: BrowserContext) -> None:
    analyst.open(RUTTE.id)
    analyst.page.get_by_text("Add a note").click()
    analyst.page.get_by_label("Note").fill("ask <b>who</b> paid")
    analyst.page.get_by_label("Note").blur()
    analyst.until("noted", lambda state: state["notes"])
    other = context.new_page()
    other.goto(analyst.page.url)
    expect(other.get_by_label("Note")).to_have_value("ask <b>who</b> paid")
    other.close()


# -- 8. what is new, what is contradicted ----------------------------------------------------------------------------------


def test_what_changed_is_listed_and_tinted(analyst: Analyst) -> None:
    analyst.open(RUTTE.id)
    analyst.tab("Changes")
    analyst.page.get_by_label("Published since").fill("2025-04-10")
    analyst.activate("button", "Show changes")
    expect(analyst.page.get_by_role("heading", name=re.compile(r"^Newly contradicted"))).to_be_visible()
    state = analyst.until("tinted", lambda state: state["since"] == "2025-04-10")
    assert MEETING in relations(state)
    analyst.tab("List")
    expect(analyst.page.locator(f'#panel-list [data-relation="{MEETING}"]')).to_contain_text("contradicted")


def test_contradictions_of_the_whole_graph_are_listed(analyst: Analyst) -> None:
    analyst.open(RUTTE.id)
    analyst.tab("Changes")
    analyst.activate("button", "Contradictions everywhere")
    expect(analyst.page.get_by_role("button", name=re.compile("^China SUPPORTS Russia"))).to_be_visible()


def test_an_article_that_comes_in_meanwhile_is_announced_and_shown(analyst: Analyst, site: Site) -> None:
    before = analyst.open(RUTTE.id)
    news = world.extraction(
        f"Evening Star {analyst.hand}", date(2025, 9, 1), [world.Claim(RUTTE, "VISITS", JAPAN, Status.DENIED)]
    )
    site.store.add(news)
    try:
        analyst.page.evaluate("() => document.dispatchEvent(new Event('entente:look'))")
        analyst.activate("button", "Show", analyst.page.locator("#banner"))
        analyst.choose_relation(VISIT)
        expect(analyst.page.locator(".contested")).to_be_visible()
        assert entities(analyst.state()) == entities(before)
    finally:
        site.store.forget(news.article.id)


def test_an_article_is_read_beside_the_graph(analyst: Analyst, site: Site) -> None:
    analyst.open(RUTTE.id)
    analyst.choose_relation(VISIT)
    piece = site.store.evidence([VISIT])[VISIT][1]
    card = analyst.page.locator(f'.evidence[data-evidence="{piece.id}"]')
    analyst.activate("button", "Read beside the graph", card)
    sentence = analyst.page.locator(f'.told[data-evidence~="{piece.id}"]')
    expect(sentence).to_contain_text(piece.quote)
    expect(sentence.get_by_role("button", name="VISITS")).to_be_focused()
    analyst.sees_no_barrier()


# -- and also --------------------------------------------------------------------------------------------------------------


def test_a_hub_opens_with_an_honest_count(analyst: Analyst) -> None:
    state = analyst.open("igo-hub")
    assert len(entities(state)) == 41
    expect(analyst.page.locator("#status")).to_contain_text("Showing 40 of 5,000 relations")
    analyst.tab("List")
    expect(analyst.page.get_by_role("button", name=re.compile("^Assembly of Towns international"))).to_contain_text(
        "+4,960 more"
    )


def test_hostile_and_foreign_names_are_only_text(analyst: Analyst) -> None:
    analyst.open(JAPAN.id)
    analyst.choose_entity(world.HOSTILE.id, world.HOSTILE.name)
    expect(analyst.page.get_by_role("heading", level=2)).to_have_text(world.HOSTILE.name)
    assert analyst.page.locator("img[src=x]").count() == 0
    analyst.search("جماعة")
    analyst.until("the Arabic name", lambda state: state["entities"][:1] == [world.ARABIC.id])
    analyst.search("北方")
    analyst.until("the Chinese name", lambda state: state["entities"][:1] == [world.CJK.id])


def test_arrows_walk_the_graph_and_enter_reads(page: Any) -> None:
    analyst = Analyst(page, "keys")
    analyst.open(RUTTE.id)
    page.locator("#canvas").focus()
    walked = set()
    for key in ("ArrowRight", "ArrowDown", "ArrowLeft", "ArrowUp"):
        analyst.press(key)
        walked.add(analyst.state()["selected"]["id"])
    assert len(walked) > 1
    analyst.press("]")
    state = analyst.until("a relation", lambda state: state["selected"]["kind"] == "relation")
    page.locator(".evidence").first.wait_for()
    page.locator("#canvas").focus()
    analyst.press("Enter")
    expect(page.locator("#panel-details h2")).to_be_focused()
    assert state["selected"]["id"] in relations(state)


def test_the_keys_are_told(analyst: Analyst) -> None:
    analyst.open(RUTTE.id)
    analyst.press("?")
    dialog = analyst.page.get_by_role("dialog")
    expect(dialog).to_contain_text("Expand the chosen entity")
    analyst.sees_no_barrier()
    analyst.press("Escape")
    expect(dialog).to_be_hidden()


@pytest.mark.parametrize("theme", ["light", "dark", "contrast"])
def test_no_barrier_in_any_theme(page: Any, theme: str) -> None:
    analyst = Analyst(page)
    analyst.open(RUTTE.id)
    page.get_by_label("Theme").select_option(theme)
    analyst.choose_relation(MEETING)
    expect(page.locator(".evidence").first).to_be_visible()
    analyst.sees_no_barrier()


def test_at_320_pixels_nothing_is_cut_off(page: Any) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    analyst = Analyst(page, "keys")
    analyst.open(RUTTE.id)
    assert page.evaluate("() => document.documentElement.scrollWidth") <= 320
    analyst.choose_relation(VISIT)
    expect(page.get_by_role("heading", level=2)).to_have_text("Mark Rutte – VISITS – Japan")
    assert page.evaluate("() => document.documentElement.scrollWidth") <= 320
    analyst.sees_no_barrier()


def test_without_javascript_the_page_leads_to_the_plain_ones(chromium: Browser, site: Site) -> None:
    context = chromium.new_context(base_url=site.address, java_script_enabled=False)
    page = context.new_page()
    page.goto(f"/explore?entity={RUTTE.id}")
    expect(page.get_by_role("searchbox", name="Search entities")).to_be_visible()
    page.get_by_role("link", name="the entity you asked for").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Mark Rutte")
    context.close()


def test_an_unreachable_server_is_said_and_the_view_stays(page: Any, context: BrowserContext) -> None:
    other = context.new_page()  # not watched: the browser itself logs the failed request
    analyst = Analyst(other)
    before = analyst.open(NSATU.id)
    other.route("**/api/**", lambda route: route.abort())
    analyst.choose_entity(NSATU.id, "NSATU")
    other.keyboard.press("e")
    analyst.choose_entity(JAPAN.id, "Japan")
    other.keyboard.press("e")
    expect(other.locator("#toast")).to_contain_text("does not answer")
    assert entities(analyst.state()) == entities(before)
    other.close()
