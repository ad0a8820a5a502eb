"""Who may see what cites changed lines: the editors' groups of the CMS get it after migrating."""

from typing import Any

from django.apps import AppConfig
from django.contrib.auth.management import create_permissions
from django.contrib.auth.models import Group, Permission
from django.db.models.signals import post_migrate
from django.dispatch import receiver

from people.enums import Role
from people.services import CMS_GROUPS

READERS = (Role.EDITOR, Role.ADMINISTRATOR)


@receiver(post_migrate, dispatch_uid="controllist.editors")
def let_editors_settle_alarms(sender: AppConfig, using: str, **kwargs: Any) -> None:
    if sender.name != "controllist":
        return
    create_permissions(sender, verbosity=0, using=using)
    wanted = Permission.objects.using(using).filter(
        content_type__app_label="controllist", codename__in=("view_alarm", "change_alarm")
    )
    for role in READERS:
        if role in CMS_GROUPS:
            group, _ = Group.objects.using(using).get_or_create(name=CMS_GROUPS[role])
            group.permissions.add(*wanted)
