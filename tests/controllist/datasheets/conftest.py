from controllist.datasheets import load_template
from tests.controllist.criteria.conftest import book
from vocabulary.yamlfile import parse

TEMPLATE = """\
template: tank
kind: tank
entry: 2B350
editions: ["2025-11-15"]
title: {en: A tank, ru: Бак}
sheet: {en: Sheet, ru: Паспорт}
rows:
  - {fact: volume, around: 20 m3, step: 0.5 m3, units: [m3, L]}
  - {fact: surfaces, some_of: [glass, alloy, steel]}
  - {fact: nickel, range: [36 %, 44 %], step: 1 %}
  - {fact: use, one_of: [retail, plant], says: {retail: {en: sold in shops, ru: продаётся в магазинах}}}
  - {fact: error, range: [0.5 %, 1.5 %], step: 0.1 %}
  - {fact: special, one_of: [yes, no], silent: [no]}
  - {label: {en: Colour, ru: Цвет}, one_of: [{en: blue, ru: синий}, {en: red, ru: красный}]}
mix: [listed, near_miss, released, other]
decoys: [2B352]
"""


def template(text=TEMPLATE, rules=None):
    rules = rules or book()
    return load_template(parse(text, path="tank.yaml"), rules.family_of)
