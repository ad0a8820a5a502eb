"""The shipped catalogue, by itself and against the official texts where they are at hand."""

import json
import re
from collections import Counter
from functools import cache
from pathlib import Path

import pytest
from django.conf import settings

from controllist.codes import parse
from controllist.criteria.checking import cited
from controllist.importers import import_text, load_content
from controllist.importers.own_captions import captions_of
from controllist.models import Edition, Entry, Line
from controllist.selectors import has_path, search
from tests.controllist.criteria.conftest import shipped
from vocabulary.yamlfile import load

CONTENT = Path(settings.CONTENT_DIR)
TEXTS = {
    key: Path(settings.LIST_DATA_DIR) / f"annex_i_{key}.jsonl"
    for key in ("2025-11-15", "2021-05-20")
}
COUNTS = {"2025-11-15": (384, 4222), "2021-05-20": (366, 4015)}
NUMBER = re.compile(r"(?<![\w.])\d+(?:,\d+)?")
PATH_IN_TEXT = re.compile(r"\b\d[A-E]\d{3}(?:\.[a-z0-9]+)*")
LIST_LINK = re.compile(r"\[\[list:([^\]|]+)")
official = pytest.mark.skipif(
    not all(path.exists() for path in TEXTS.values()),
    reason=f"the official list texts are not in {settings.LIST_DATA_DIR}: not compared with them",
)


@cache
def entries():
    found = {}
    for digit in range(10):
        for row in load(CONTENT / "catalogue" / f"{digit}.yaml")["entries"]:
            found[row["code"]] = row
    return found


@cache
def captions():
    rows = load(CONTENT / "catalogue" / "captions.yaml")["captions"]
    return {row["path"]: row["caption"] for row in rows}


@cache
def rule_captions():
    """Captions beside the rules of the entries: (edition, path) to texts."""
    return {
        (one.edition, one.path): {
            language: one.texts[f"caption_{language}"] for language in ("en", "ru")
        }
        for path in sorted((CONTENT / "criteria" / "entries").glob("*.yaml"))
        for one in captions_of(path)
    }


def all_captions():
    """Every caption with the editions it is shown in."""
    for path, caption in captions().items():
        yield "2025-11-15", path, caption
    for (edition, path), caption in rule_captions().items():
        if (edition, path) != ("2025-11-15", path) or path not in captions():
            yield edition, path, caption


@cache
def stands_elsewhere():
    """Paths that a badly parsed text has in another place, as the rules say."""
    return {
        (edition, node.path): node.stands_at
        for edition in TEXTS
        for entry in shipped(edition).entries.values()
        for node in entry.nodes()
        if node.stands_at
    }


@cache
def text_of(edition):
    lines = TEXTS[edition].read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def cited_in_content():
    for path in CONTENT.rglob("*"):
        if path.suffix in {".yaml", ".md"} and "catalogue" not in path.parts:
            for found in LIST_LINK.findall(path.read_text(encoding="utf-8")):
                yield str(parse(found) or found)
        if path.suffix == ".yaml" and "exercises" in path.parts and "sets" not in path.parts:
            yield from load(path).get("cites", [])


def numbers(text):
    """Numbers as they are read: the spaces of 30 000 are no part of them."""
    text = re.sub(r"(?<=\d)[ \u00a0](?=\d{3}(?!\d))", "", PATH_IN_TEXT.sub("", text))
    return set(NUMBER.findall(text))


def test_every_category_has_as_many_entries_as_the_2025_list():
    assert Counter(code[0] for code in entries()) == {
        "0": 15, "1": 93, "2": 55, "3": 51, "4": 13, "5": 13, "6": 36, "7": 37, "8": 8, "9": 63,
    }  # fmt: skip
    assert sum("since" not in row for row in entries().values()) == 366


def test_subjects_are_short_and_in_the_right_alphabet():
    for code, row in entries().items():
        subject = row["subject"]
        assert 3 <= len(subject["en"].split()) <= 10, code
        assert subject["en"].isascii(), code
        assert re.search("[а-яё]", subject["ru"]), code
        assert not subject["en"].endswith((".", ";", ":")), code


def test_every_subject_is_used_once_but_for_entries_that_are_not_used():
    counts = Counter(row["subject"]["ru"] for row in entries().values())
    assert [text for text, count in counts.items() if count > 1] == [
        "Позиция не используется",
    ]


def test_captions_say_the_same_numbers_in_both_languages():
    for _edition, path, caption in all_captions():
        assert numbers(caption["en"]) == numbers(caption["ru"]), path
        assert caption["en"].endswith("."), path
        assert caption["ru"].endswith("."), path


def test_captions_stand_in_the_order_of_the_list():
    paths = [parse(path) for path in captions()]
    assert paths == sorted(paths)


def test_every_path_that_shipped_content_cites_has_a_caption():
    known = captions().keys() | entries().keys() | {path for _edition, path in rule_captions()}
    assert sorted(set(cited_in_content()) - known) == []


@pytest.mark.parametrize("edition", sorted(TEXTS))
def test_every_path_that_rules_cite_has_a_caption(edition):
    wanted = {path for entry in shipped(edition).entries.values() for path in cited(entry)}
    known = {path for key, path in rule_captions() if key == edition} | entries().keys()
    known |= captions().keys()
    assert sorted(wanted - known) == []


@official
def test_the_catalogue_has_the_codes_of_both_editions():
    assert {row["code"] for row in text_of("2025-11-15")} == set(entries())
    older = {code for code, row in entries().items() if "since" not in row}
    assert {row["code"] for row in text_of("2021-05-20")} == older


@official
def test_no_subject_or_caption_repeats_an_official_sentence():
    def plain(text):
        return " ".join(re.findall(r"\w+", text.casefold()))

    sentences = {plain(row["text"]) for edition in TEXTS for row in text_of(edition)}
    sentences |= {sentence.removesuffix(" as follows") for sentence in sentences}
    ours = {code: row["subject"]["en"] for code, row in entries().items()}
    ours |= {path: caption["en"] for _edition, path, caption in all_captions()}
    # The name of a chemical, a toxin or a microbe is its name.
    named = {path for path in ours if path.startswith(("1C350.", "1C351.", "1C354.", "1C450."))}
    assert [
        key for key, text in ours.items() if plain(text) in sentences and key not in named
    ] == []


@official
def test_every_number_in_a_caption_stands_in_the_official_text():
    """At the path itself, below it, or in what stands above it (notes that release)."""
    wrong = []
    for edition, path, caption in all_captions():
        place = stands_elsewhere().get((edition, path), path)
        lines = " ".join(
            row["text"]
            for row in text_of(edition)
            if f"{row['path']}.".startswith(f"{place}.")
            or f"{place}.".startswith(f"{row['path']}.")
        )
        there = numbers(lines) | numbers(re.sub(r"(?<=\d) (?=\d{3})", "", lines))
        # The official text writes some decimals with a point.
        there |= numbers(re.sub(r"(?<=\d)\.(?=\d)", ",", lines))
        missing = numbers(caption["en"]) - there
        if missing or not any(row["path"] == place for row in text_of(edition)):
            wrong.append((edition, path, missing))
    assert wrong == []


@official
@pytest.mark.django_db
@pytest.mark.parametrize("edition", sorted(TEXTS))
def test_official_text_is_imported_whole_and_once(edition):
    load_content(CONTENT)
    report = import_text(TEXTS[edition], edition=edition)
    assert (report.entries, report.lines) == COUNTS[edition]
    assert len(report.defects) == {"2025-11-15": 64, "2021-05-20": 30}[edition]
    elsewhere = {path for key, path in stands_elsewhere() if key == edition}
    assert set(report.unknown_captions) - elsewhere == set()
    again = import_text(TEXTS[edition], edition=edition)
    assert (again.tally.changed, again.tally.unchanged) == (0, report.lines)
    stored = Line.objects.filter(edition__key=edition, imported=True)
    assert stored.count() == report.lines
    chosen = Edition.objects.get(key=edition)
    assert Entry.objects.filter(edition=chosen).count() == report.entries
    if edition == "2025-11-15":
        assert all(has_path(path, chosen) for path in captions())
        codes = [entry.code for entry in search("maraging steel", chosen)]
        assert codes[:2] == ["1C116", "1C216"]


@pytest.mark.django_db
def test_shipped_catalogue_loads_by_itself():
    reports = load_content(CONTENT)
    assert {report.state for report in reports} == {"created"}
    assert Entry.objects.filter(edition__is_current=True).count() == 384
    current = {path for edition, path, _caption in all_captions() if edition == "2025-11-15"}
    assert Line.objects.filter(edition__is_current=True).count() == len(current)
