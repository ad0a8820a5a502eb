"""The official definitions and notes where they are at hand: parted whole, and all of use."""

import json
import shutil
from collections import Counter
from pathlib import Path

import pytest
from django.conf import settings

from controllist import marks, selectors
from controllist.importers import import_notes, import_text, load_content, splitting
from controllist.models import Edition, Entry, Line, Passage
from vocabulary.spelling import search_key

KEY = "2025-11-15"
NOTES = Path(settings.LIST_DATA_DIR) / f"notes_{KEY}.jsonl"
TEXT = Path(settings.LIST_DATA_DIR) / f"annex_i_{KEY}.jsonl"
COUNTS = {
    "acronym": 155, "definition": 176, "legal_definition": 22, "article": 20, "general_note": 4,
    "category_note": 19, "section_note": 46, "general_technology_note": 1,
    "general_software_note": 1, "nuclear_technology_note": 1, "nuclear_software_note": 1,
    "information_security_note": 1,
}  # fmt: skip
official = pytest.mark.skipif(
    not (NOTES.exists() and TEXT.exists()),
    reason=f"the official list texts are not in {settings.LIST_DATA_DIR}: not parted",
)


@pytest.fixture
def edition(db, tmp_path):
    """The shipped catalogue alone: what else is in its folder has tests of its own."""
    shutil.copytree(Path(settings.CONTENT_DIR) / "catalogue", tmp_path / "catalogue")
    load_content(tmp_path)
    import_text(TEXT, edition=KEY)
    import_notes(NOTES, edition=KEY)
    return Edition.objects.get(key=KEY)


@official
def test_every_part_is_a_text_of_its_own(edition):
    kinds = Counter(Passage.objects.values_list("kind", flat=True))
    assert kinds == COUNTS
    scopes = set(Passage.objects.values_list("scope", flat=True)) - {""}
    assert scopes == {
        "1C", "2A", "2B", "2E", "3A", "4", "4D", "5 part 1", "5 part 2", "7A", "9A", "9B", "9E",
    }  # fmt: skip
    assert import_notes(NOTES, edition=KEY).tally.changed == 0


@official
def test_no_word_is_lost_in_parting():
    for row in map(json.loads, NOTES.read_text(encoding="utf-8").splitlines()):
        if row["kind"] == "definitions_annex":
            pieces = splitting.definitions(row["text"])
            assert "\n".join(piece.text for piece in pieces) == row["text"]
        elif row["kind"] == "general_notes":
            pieces = splitting.notes(row["text"])
            assert "\n".join(piece.text for piece in pieces) == row["text"]


@official
def test_quoted_terms_of_the_list_are_defined(edition):
    texts = list(Line.objects.filter(edition=edition).values_list("text", flat=True))
    names = set()
    for row in Passage.objects.filter(kind="definition"):
        names |= set(row.names.strip("|").split("|"))
    unknown = {term.lower() for term in marks.terms(texts) if search_key(term) not in names}
    # One the text itself puts into the wrong quotes; one with a plural no stem knows.
    assert unknown == {"circuit elements", "spacecraft buses"}


@official
def test_own_terms_lead_to_notes_of_their_entry(edition):
    lost, found = [], 0
    for entry in Entry.objects.filter(edition=edition, category__in="123"):
        lines = list(selectors.lines_of(selectors.tree(entry)))
        notes = selectors.notes_for(entry)
        marking = selectors.marking(edition, entry=entry, lines=lines, passages=notes)
        quoted = {term for line in lines for term in marks.own_terms(line.text)}
        found += len(quoted)
        lost += [(entry.code, term) for term in sorted(quoted) if not marking.own_anchor(term)]
    assert {code for code, _term in lost} <= {"2B002", "3E004"}
    assert found > 100


@official
@pytest.mark.parametrize("code", ["3A001", "6A005", "2E003", "5A002"])
def test_longest_entries_cost_as_many_queries_as_the_shortest(
    client, edition, code, django_assert_max_num_queries
):
    counts = []
    for one in (code, "2B002"):
        client.get(f"/en/list/{KEY}/{one}/")
        with django_assert_max_num_queries(12) as queries:
            client.get(f"/en/list/{KEY}/{one}/")
        counts.append(len(queries))
    assert counts[0] == counts[1]
