"""Rulebooks of small rules in our own words, and of the shipped ones."""

from functools import cache

from controllist.criteria import Rulebook, codec
from controllist.importers.criteria import read_files, rulebook_of
from tests.house import ROOT
from vocabulary.yamlfile import parse

EDITIONS = ("2025-11-15", "2021-05-20")
FAMILY = """\
family: tanks
label: {en: Tanks, ru: Баки}
kinds:
  tank: {en: Tank, ru: Бак}
  lid: {en: Lid, ru: Крышка}
facts:
  volume: {label: {en: Volume, ru: Объём}, unit: m3, units: [m3, L]}
  wall: {label: {en: Wall, ru: Стенка}, unit: mm, units: [mm, in]}
  outer: {label: {en: Outer, ru: Снаружи}, unit: mm}
  error: {label: {en: Error, ru: Погрешность}, unit: "%", better: less}
  surfaces:
    label: {en: Surfaces, ru: Поверхности}
    many: true
    choices: {glass: {en: glass, ru: стекло}, alloy: {en: alloy, ru: сплав}, steel: {en: steel, ru: сталь}}
  nickel: {label: {en: Nickel, ru: Никель}, unit: "%"}
  use:
    label: {en: Use, ru: Назначение}
    choices: {retail: {en: retail, ru: розница}, plant: {en: plant, ru: завод}}
  special: {label: {en: Special, ru: Особый}, yes_no: true, presumed: no, judgement: true}
terms:
  ratio: {label: {en: Ratio, ru: Отношение}, unit: "", formula: outer / wall}
checks:
  - {fact: wall, less_than: = outer}
"""
ENTRY = """\
entry: 2B350
editions: ["2025-11-15", "2021-05-20"]
rules:
  - kinds: [tank]
    path: 2B350.a
    all:
      - {fact: volume, more_than: 0.1 m3, less_than: 20 m3}
      - every: surfaces
        by:
          - {of: glass, path: 2B350.a.3}
          - {of: alloy, path: 2B350.a.4, fact: nickel, more_than: {"2025-11-15": 40 %, "2021-05-20": 30 %}}
    released_by:
      - {number: 4, when: {fact: use, is: retail}}
"""
OTHER = """\
entry: 2B351
editions: ["2025-11-15"]
rules:
  - kinds: [tank]
    path: 2B351
    all:
      - {other_than: 2B350}
      - {fact: error, better_than: 1 %}
      - {fact: special, is: no}
"""


def book(*entries: str, family: str = FAMILY, edition: str = EDITIONS[0]) -> Rulebook:
    files = [parse(text, path="entry.yaml") for text in entries or (ENTRY, OTHER)]
    return codec.load_book([parse(family, path="family.yaml")], files, edition)


@cache
def shipped(edition: str) -> Rulebook:
    files, refused = read_files(ROOT / "content")
    assert [str(report) for report in refused] == []
    return rulebook_of(files, edition)
