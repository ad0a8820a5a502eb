"""The nine classification exercises of the curriculum, variant by variant: what the list answers is
computed; what a person worked out stands here and in the tables of cases."""

from functools import cache

import pytest

from controllist.criteria.facts import read_facts
from tests.controllist.criteria.conftest import EDITIONS, shipped
from tests.controllist.criteria.test_cases import FOLDER, said
from vocabulary.yamlfile import load

# Exercise and family of cases, then variant and answer.
EXERCISES = {
    ("1 maraging steel", "maraging-steel"): {
        "bar of 18Ni-350, 80 mm by 3 m, delivered annealed": "1C216",
        "blocks of 60 by 60 by 70 mm": "released 1C216",
        "sheet of 4,0 mm, 1,6 GPa aged": "1C116",
        "tube with a wall of 5,5 mm and 120 mm inside": "1C216",
    },
    ("2 pressure transducers", "pressure-transducers"): {
        "absolute, alumina element, 1,33 kPa, 0,25 %": "2B230",
        "the same with a stainless-steel element": "not-listed",
        "the same that measures gauge pressure only": "not-listed",
        "the same with a nickel alloy of 72 %": "2B230",
        "the same with a nickel alloy of 57 %": "not-listed",
        "full scale of 100 kPa, 100 Pa at 13 kPa": "2B230",
        "the same with exactly 1 %: better than 1 % is asked": "not-listed",
    },
    ("3 five-axis mill", "machine-tools"): {
        "five-axis mill, 2,1 µm on 800 mm": "2B201.a.3",
        "five-axis mill, used machine of 1998": "2B201.a.3",
        "five-axis mill, travel 2,5 m with 35 µm on X": "released 2B201.a.3",
        "turn-mill centre: misses turning, caught as a five-axis mill": "2B201.a.3",
    },
    ("4 pesticide plant", "chemical-plant"): {
        "glass-lined reactor of 6,3 m³": "2B350.a.3",
        "glass-lined reactor with exchangeable Viton seals": "2B350.a.3",
        "316L tank of 10 m³": "not-listed",
        "PTFE-lined valve DN 15": "2B350.g.1",
        "PTFE-lined valve of exactly DN 10": "not-listed",
        "silicon carbide heat exchanger of exactly 0,15 m²": "not-listed",
        "tantalum repair plug for a glass-lined reactor of 6,3 m³": "2B350.k.1",
    },
    ("5 frequency converter", "frequency-changers"): {
        "three phases, 55 kVA, up to 1000 Hz, 0,01 %": "3A225",
        "the same locked to 599 Hz, unlock code sold separately": "released 3A225",
        "code that unlocks the drive to 1000 Hz": "3E225",
        "software that unlocks the drive to 1000 Hz": "3D225",
        "the same specially designed for centrifuge motor stators": "0B001.b.13",
        "control of exactly 0,2 %": "not-listed",
    },
    ("6 thermal camera", "cameras"): {
        "640 by 480 microbolometer camera of 30 Hz": "6A003.b.4.b",
        "the same camera as a 9 Hz model": "released 6A003.b.4.b",
        "9 Hz by firmware, a key makes it 60 Hz": "6A003.b.4.b",
    },
    ("7 agricultural drones", "unmanned-aircraft"): {
        "sprayer drone with a tank of 30 l, 20 minutes": "9A112.b.2.a",
        "mapping drone of 45 minutes in gusts of 12 m/s": "not-listed",
        "drone of 55 minutes in gusts of 13 m/s": "9A012.a.1",
        "drone of 70 minutes": "9A012.a.2",
        "nozzle kit of 45 µm at 2,5 l/min": "9A350.c",
        "nozzle kit shown to be incapable of infectious aerosols": "released 9A350.c",
    },
    ("8 carbon fibre by calculation", "fibres-and-composites"): {
        "T300-type tow, 13,33 and 20,45": "1C210.a.1",
        "IM-type tow, 15,81 and 32,08": "1C010.b",
        "aramid, 7,93 and 21,24": "not-listed",
        "woven T300-type fabric is no yarn, tow or tape": "not-listed",
        "woven IM-type fabric is still a fibrous material": "1C010.b",
    },
    ("9 chemicals", "chemicals"): {
        "ink with 28 % thiodiglycol to a party": "released 1C350.1",
        "the same ink to a country outside the Convention": "1C350.1",
        "sodium sulphide of 40 %": "1C350.50",
        "sodium sulphide of 25 %": "released 1C350.50",
        "triethanolamine of 85 % in retail bottles": "released 1C350.46",
        "isopropanol to any destination": "not-listed",
    },
}
VARIANTS = [
    pytest.param(family, title, answer, id=f"{exercise}: {title}")
    for (exercise, family), variants in EXERCISES.items()
    for title, answer in variants.items()
]


@cache
def cases(family):
    return {row["title"]: row for row in load(FOLDER / f"{family}.yaml")["cases"]}


@pytest.mark.parametrize(("family", "title", "answer"), VARIANTS)
def test_the_list_computes_the_answer(family, title, answer):
    case, book = cases(family)[title], shipped(EDITIONS[0])
    facts, mistakes = read_facts(book.family_of[case["kind"]], case["facts"])
    assert mistakes == []
    assert said(book.classify(case["kind"], facts)) == answer
