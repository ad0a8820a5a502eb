from people.enums import Role
from people.management.commands.write_roles import MEANING, REACH, text
from people.roles import POWERS, Powers, Reach
from people.verbs import Verb
from tests.house import ROOT


def test_the_written_table_is_current():
    assert (ROOT / "docs/roles.md").read_text(encoding="utf-8") == text()


def test_every_verb_and_reach_is_explained():
    assert (set(MEANING), set(REACH)) == (set(Verb), set(Reach))


def test_a_changed_power_changes_the_table(monkeypatch):
    before = text()
    monkeypatch.setitem(POWERS, Role.DONOR, Powers(Reach.COUNTRIES, frozenset({Verb.SEE_PEOPLE})))
    assert text() != before
