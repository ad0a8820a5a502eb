"""Who may write the bank: the editors' group of the CMS gets the permissions after migrating."""

from typing import Any

from django.apps import AppConfig
from django.contrib.auth.management import create_permissions
from django.contrib.auth.models import Group, Permission
from django.db.models.signals import post_migrate
from django.dispatch import receiver

from people.enums import Role
from people.services import CMS_GROUPS

WRITERS = (Role.EDITOR, Role.ADMINISTRATOR)


@receiver(post_migrate, dispatch_uid="exercises.editors")
def let_editors_write_items(sender: AppConfig, using: str, **kwargs: Any) -> None:
    """Items may be added and changed, never deleted: versions and attempts stand on them."""
    if sender.name != "exercises":
        return
    create_permissions(sender, verbosity=0, using=using)
    wanted = Permission.objects.using(using).filter(
        content_type__app_label="exercises", codename__in=("add_item", "change_item", "view_item")
    )
    for role in WRITERS:
        if role in CMS_GROUPS:
            group, _ = Group.objects.using(using).get_or_create(name=CMS_GROUPS[role])
            group.permissions.add(*wanted)
