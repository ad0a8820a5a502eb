"""News from below and from the page tree."""

from typing import Any

from django.db.models.signals import post_save, pre_save
from django.dispatch import receiver
from wagtail.signals import page_published, page_unpublished

from courses import services
from courses.compile import compile_page
from courses.models import CoursePage, LessonPage, ModulePage
from people.models import GroupMember
from records.models import Record
from records.signals import recorded


@receiver(pre_save, sender=CoursePage, dispatch_uid="courses.compile.course")
@receiver(pre_save, sender=ModulePage, dispatch_uid="courses.compile.module")
@receiver(pre_save, sender=LessonPage, dispatch_uid="courses.compile.lesson")
def compile_on_save(
    sender: Any, instance: Any, update_fields: Any = None, raw: bool = False, **kwargs: Any
) -> None:
    """Every way of saving a page's text passes here: editor, loader, translation, schedule."""
    if not raw and update_fields is None:
        instance.compiled = compile_page(instance)


@receiver(recorded, sender=Record, dispatch_uid="courses.progress")
def follow_the_ledger(sender: Any, record: Record, **kwargs: Any) -> None:
    services.follow(line=record)


@receiver(page_published, sender=CoursePage, dispatch_uid="courses.published.course")
@receiver(page_published, sender=ModulePage, dispatch_uid="courses.published.module")
@receiver(page_published, sender=LessonPage, dispatch_uid="courses.published.lesson")
def after_publishing(sender: Any, instance: Any, **kwargs: Any) -> None:
    services.after_publishing(page=instance)


@receiver(page_unpublished, sender=LessonPage, dispatch_uid="courses.unpublished.lesson")
def after_unpublishing(sender: Any, instance: Any, **kwargs: Any) -> None:
    services.after_unpublishing(page=instance)


@receiver(post_save, sender=GroupMember, dispatch_uid="courses.welcome")
def welcome_to_the_group(sender: Any, instance: Any, raw: bool = False, **kwargs: Any) -> None:
    """However somebody comes into a group: by code, by hand, from a roster."""
    if not raw and instance.left_at is None:
        services.welcome(member=instance)
