"""Who cites a line that an import changes, hears of it: in the command, and in the CMS."""

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from controllist.enums import Touch
from controllist.importers import import_text, load_content
from controllist.importers.newcomers import new_edition
from controllist.models import Alarm
from controllist.selectors.alarms import open_alarms, touched
from controllist.services import cite, settle_alarms
from people.enums import Role
from tests.controllist import published
from tests.controllist.conftest import as_rows
from tests.factories.people import person

pytestmark = pytest.mark.django_db
KEY, NEW = "2025-11-15", "2026-11-15"


@pytest.fixture(autouse=True)
def _text(root, text_file):
    load_content(root)
    import_text(text_file(), edition=KEY)


def changed(**texts):
    rows = as_rows()
    for row in rows:
        if row["kind"] == "provision" and row["path"] in texts:
            row["text"] = texts[row["path"]]
    return rows


def alarms():
    rows = open_alarms().order_by("cited_by", "path")
    return list(rows.values_list("cited_by", "cited_path", "how", "path", "old", "new"))


def test_changed_line_alarms_those_on_it_over_it_and_under_it(text_file):
    for name, path in {
        "on": "2B350.a",
        "under": "2B350.a.1",
        "over": "2B350",
        "beside": "2B510",
    }.items():
        cite(object_key=f"exercises:item:{name}", edition=KEY, paths=[path])
    report = import_text(
        text_file(changed(**{"2B350.a": "Reactors above 200 litres of:"})), edition=KEY
    )
    assert report.citing == [
        "exercises:item:on (2B350.a)",
        "exercises:item:over (2B350)",
        "exercises:item:under (2B350.a.1)",
    ]
    assert alarms()[0] == (
        "exercises:item:on",
        "2B350.a",
        "changed",
        "2B350.a",
        "Reactors above 100 litres of:",
        "Reactors above 200 litres of:",
    )


def test_typography_alarms_nobody(text_file):
    cite(object_key="exercises:item:a", edition=KEY, paths=["2B350"])
    report = import_text(
        text_file(changed(**{"2B350.a": "Reactors  above 100\u00a0litres of:"})), edition=KEY
    )
    assert report.touched == ()
    assert alarms() == []


def test_line_that_went_and_one_that_came_alarm(text_file):
    cite(object_key="exercises:item:a", edition=KEY, paths=["2B350.a.2"])
    rows = [row for row in as_rows() if row["path"] != "2B350.a.2"]
    new = {**rows[0], "path": "2B350.a", "kind": "note", "text": "Note: toys are free."}
    import_text(text_file([*rows, new]), edition=KEY)
    assert [(how, path) for _, _, how, path, _, _ in alarms()] == [
        ("added", "2B350.a"),
        ("removed", "2B350.a.2"),
        ("missing", "2B350.a.2"),
    ]


def test_what_is_changed_twice_keeps_the_first_text_and_changed_back_is_silent(text_file):
    cite(object_key="exercises:item:a", edition=KEY, paths=["2B350.a"])
    for litres in (200, 300):
        text = f"Reactors above {litres} litres of:"
        import_text(text_file(changed(**{"2B350.a": text})), edition=KEY)
    (found,) = alarms()
    assert found[4:] == ("Reactors above 100 litres of:", "Reactors above 300 litres of:")
    import_text(text_file(), edition=KEY)
    assert alarms() == []


def test_same_text_again_raises_nothing_and_a_checked_alarm_stays_checked(text_file):
    cite(object_key="exercises:item:a", edition=KEY, paths=["2B350.a"])
    rows = changed(**{"2B350.a": "Reactors above 200 litres of:"})
    import_text(text_file(rows), edition=KEY)
    settle_alarms(keys=list(Alarm.objects.values_list("pk", flat=True)), now=timezone.now())
    assert import_text(text_file(rows), edition=KEY).touched == ()
    assert alarms() == []


def test_citation_that_stands_on_nothing_is_told_until_it_is_mended(text_file):
    cite(object_key="exercises:item:a", edition=KEY, paths=["2B350.z", "hello"])
    report = import_text(text_file(), edition=KEY)
    assert report.citing == ["exercises:item:a (2B350.z, hello)"]
    assert {how for _, _, how, *_ in alarms()} == {Touch.MISSING}
    import_text(text_file(), edition=KEY)
    assert len(alarms()) == 2
    cite(object_key="exercises:item:a", edition=KEY, paths=["2B350"])
    assert import_text(text_file(), edition=KEY).touched == ()
    assert alarms() == []


def test_new_edition_is_compared_with_the_one_before(tmp_path):
    cite(object_key="exercises:item:a", edition=KEY, paths=["2B350.a"])
    cite(object_key="exercises:item:old", edition="2021-05-20", paths=["2B350.a"])
    lines = [
        ("2B350", "provision", "Plant for chemistry, as follows:"),
        ("2B350.a", "provision", "Reactors above 50 litres of:"),
        ("2B350.a.1", "provision", "Nickel; or"),
        ("2B350.a.2", "provision", "Glass"),
    ]
    path = published.write(tmp_path, "new.html", published.as_grid(lines))
    report = import_text(path, edition=NEW, new=new_edition(NEW, texts={}, make_current=False))
    assert report.compared_with == KEY
    assert report.citing == ["exercises:item:a (2B350.a)"]
    alarm = Alarm.objects.get(how="changed")
    assert (alarm.edition, alarm.cited_in) == (NEW, KEY)


def test_dry_run_tells_and_raises_nothing(text_file):
    cite(object_key="exercises:item:a", edition=KEY, paths=["2B350.a"])
    rows = changed(**{"2B350.a": "Reactors above 200 litres of:"})
    assert len(import_text(text_file(rows), edition=KEY, dry_run=True).citing) == 1
    assert alarms() == []


def test_nothing_before_touches_nothing():
    cite(object_key="exercises:item:a", edition=KEY, paths=["2B350.a"])
    assert touched(KEY, {}, {"2B350": []}) == []


@pytest.fixture
def editor():
    client = Client()
    client.force_login(person(Role.EDITOR))
    return client


@pytest.fixture
def raised(text_file):
    def more(names):
        for name in names:
            cite(object_key=f"exercises:item:{name}", edition=KEY, paths=["2B350.a"])
        text = f"Reactors above {200 + len(names)} litres of:"
        import_text(text_file(changed(**{"2B350.a": text})), edition=KEY)

    return more


REPORT = "controllist_alarms"


def test_editors_see_both_texts_side_by_side(editor, raised):
    raised(["nickel"])
    shown = editor.get(reverse(REPORT)).text
    assert "exercises:item:nickel" in shown
    assert "<del>100 </del>" in shown
    assert "<ins>201 </ins>" in shown
    assert reverse(REPORT) in editor.get(reverse("wagtailadmin_home")).text


def test_editor_marks_an_alarm_as_checked(editor, raised):
    raised(["nickel", "glass"])
    alarm = open_alarms().get(cited_by="exercises:item:nickel")
    answer = editor.post(reverse("controllist_alarm_settle", args=[alarm.pk]), follow=True)
    assert "exercises:item:nickel" not in answer.text.partition("<table")[2]
    assert [row[0] for row in alarms()] == ["exercises:item:glass"]
    again = editor.post(reverse("controllist_alarm_settle", args=[alarm.pk]))
    assert again.status_code == 302
    assert editor.get(reverse("controllist_alarm_settle", args=[alarm.pk])).status_code == 405


@pytest.mark.parametrize("role", [Role.TRAINEE, Role.TRAINER, None])
def test_nobody_else_sees_or_settles(role, raised):
    raised(["nickel"])
    client, alarm = Client(), Alarm.objects.first()
    if role:
        client.force_login(person(role))
    for answer in (
        client.get(reverse(REPORT)),
        client.post(reverse("controllist_alarm_settle", args=[alarm.pk])),
    ):
        assert answer.status_code in {302, 403}
        assert "exercises:item:nickel" not in answer.text
    assert len(alarms()) == 1


def test_access_to_the_cms_alone_is_not_enough(raised):
    raised(["nickel"])
    user = person(Role.TRAINER)
    user.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client = Client()
    client.force_login(user)
    client.post(reverse("controllist_alarm_settle", args=[Alarm.objects.get().pk]))
    assert len(alarms()) == 1
    assert "exercises:item:nickel" not in client.get(reverse(REPORT), follow=True).text


def test_report_costs_the_same_for_many(editor, raised, django_assert_max_num_queries):
    raised(["a"])
    editor.get(reverse(REPORT))
    with django_assert_max_num_queries(30) as few:
        editor.get(reverse(REPORT))
    raised([f"n{n}" for n in range(12)])
    with django_assert_max_num_queries(len(few)):
        editor.get(reverse(REPORT))


def test_empty_report_says_so(editor):
    answer = editor.get(reverse(REPORT))
    assert answer.status_code == 200
    assert "citations of changed lines" in answer.text
