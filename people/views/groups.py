"""Groups for those who run them. A group one may not run answers 404."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from people.access import holds, refuse, visible
from people.forms import AddPersonForm, GroupForm
from people.guards import person_of, with_verb
from people.models import Group, GroupMember, User
from people.selectors import groups_of, invitations_of, invited_to, members_of, needs_second_step
from people.selectors import person_to_enrol as find_person
from people.services import change_group, enrol, leave_group, open_group, set_trainers
from people.verbs import Verb

PAGE = 50
FIELDS = ("title", "language", "starts", "ends")


def group_or_404(user: User, key: str, verb: Verb = Verb.MANAGE_GROUP) -> Group:
    group = visible(user, Group, verb).filter(key=key).first()
    if group is None:
        refuse(user, verb, "people.group", key)
    return group


@never_cache
@with_verb(Verb.MANAGE_GROUP)
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    person = person_of(request)
    page = Paginator(groups_of(person), PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "may_open": holds(person, Verb.INVITE),
        "needs_second_step": needs_second_step(person),
    }
    return render(request, "people/groups.html", context)


@never_cache
@with_verb(Verb.MANAGE_GROUP)
@require_safe
def group(request: HttpRequest, key: str) -> HttpResponse:
    return _group_page(request, key, AddPersonForm())


def _group_page(request: HttpRequest, key: str, form: AddPersonForm) -> HttpResponse:
    person = person_of(request)
    found = group_or_404(person, key)
    members = members_of(person, found)
    may_change = visible(person, Group, Verb.INVITE).filter(pk=found.pk).exists()
    context: dict[str, Any] = {
        "group": found,
        "page": Paginator(members, PAGE).get_page(request.GET.get("page")),
        "invited": Paginator(invited_to(person, found), PAGE).get_page(request.GET.get("invited")),
        "trainers": found.trainers.all(),
        "countries": found.countries.all(),
        "invitations": invitations_of(person, found) if may_change else [],
        "may_change": may_change,
        "form": form,
    }
    return render(request, "people/group.html", context)


@never_cache
@with_verb(Verb.INVITE)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    person = person_of(request)
    form = GroupForm(request.POST or None, by=person)
    if not form.is_valid():
        return render(request, "people/group_form.html", {"form": form})
    data = form.cleaned_data
    made = open_group(
        by=person, countries=data["countries"], **{name: data[name] for name in FIELDS}
    )
    set_trainers(group=made, trainers=data["trainers"], among=form.offered)
    messages.success(request, _("The group is made. Add people or print an invitation."))
    return redirect("people:group", key=made.key)


@never_cache
@with_verb(Verb.INVITE)
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, key: str) -> HttpResponse:
    person = person_of(request)
    found = group_or_404(person, key, Verb.INVITE)
    posted = request.method == "POST"
    form = GroupForm(request.POST, by=person) if posted else GroupForm.of(found, by=person)
    if not form.is_valid():
        return render(request, "people/group_form.html", {"form": form, "group": found})
    data = form.cleaned_data
    change_group(
        group=found,
        countries=data["countries"],
        within=form.codes,
        **{name: data[name] for name in FIELDS},
    )
    set_trainers(group=found, trainers=data["trainers"], among=form.offered)
    messages.success(request, _("The changes are saved."))
    return redirect("people:group", key=found.key)


@never_cache
@with_verb(Verb.ENROL)
@require_POST
def add(request: HttpRequest, key: str) -> HttpResponse:
    """Add somebody by address. The answer for an unknown address and for a person of another
    country is the same."""
    person = person_of(request)
    found = group_or_404(person, key, Verb.ENROL)
    form = AddPersonForm(request.POST)
    if not form.is_valid():
        return _group_page(request, key, form)
    newcomer = find_person(person, found, form.cleaned_data["email"])
    if newcomer is None:
        form.add_error(
            "email",
            _(
                "No account in the countries of this group has this address. "
                "Give the person an invitation code instead."
            ),
        )
        return _group_page(request, key, form)
    enrol(group=found, user=newcomer, by=person)
    messages.success(request, _("%(name)s is in the group now.") % {"name": newcomer.display_name})
    return redirect("people:group", key=key)


@never_cache
@with_verb(Verb.ENROL)
@require_http_methods(["GET", "HEAD", "POST"])
def remove(request: HttpRequest, key: str, member: int) -> HttpResponse:
    person = person_of(request)
    found = group_or_404(person, key, Verb.ENROL)
    rows = visible(person, GroupMember, Verb.ENROL).filter(group=found, left_at__isnull=True)
    seat = rows.filter(pk=member).select_related("user").first()
    if seat is None:
        refuse(person, Verb.ENROL, "people.groupmember", str(member))
    if request.method != "POST":
        return render(request, "people/remove_member.html", {"group": found, "member": seat})
    leave_group(member=seat)
    messages.success(
        request,
        _("%(name)s has left the group. What was learned is kept.")
        % {"name": seat.user.display_name},
    )
    return redirect("people:group", key=key)
