import pytest

from jobs import registry


def test_two_handlers_for_one_kind_are_a_mistake(monkeypatch):
    monkeypatch.setattr(registry, "_handlers", {})

    @registry.handler("tests.twice")
    def first(subject, payload): ...

    assert registry.handler("tests.twice")(first) is first
    with pytest.raises(ValueError, match=r"tests\.twice"):

        @registry.handler("tests.twice")
        def second(subject, payload): ...


def test_find_imports_the_rooms_tasks_when_nobody_did(monkeypatch):
    asked = []
    monkeypatch.setattr(registry, "_handlers", {})
    monkeypatch.setattr(registry, "autodiscover_modules", asked.append)
    assert registry.find("tests.nobody") is None
    assert asked == ["tasks"]


def test_every_kind_is_named_after_a_room():
    registry.autodiscover_modules("tasks")
    rooms = {kind.split(".")[0] for kind in registry._handlers}
    assert {"jobs"} <= rooms
