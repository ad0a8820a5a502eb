"""Who takes a course and how far they are. Keys are the pages' places, so that both languages
are one course and one progress. Progress is read off the ledger and can be computed anew."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from courses.enums import Via
from people.access import GuardedManager
from people.models import Group, User


class Enrolment(models.Model):
    person = models.ForeignKey(User, on_delete=models.CASCADE, related_name="enrolments")
    course_key = models.CharField(_("course"), max_length=255)
    group = models.CharField(_("group"), max_length=80, blank=True)
    via = models.CharField(
        _("way of enrolment"), max_length=8, choices=Via.choices, default=Via.SELF
    )
    enrolled_at = models.DateTimeField(_("enrolled on"), default=timezone.now)
    completed_at = models.DateTimeField(_("completed on"), null=True, blank=True)

    objects = GuardedManager()

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("enrolment")
        verbose_name_plural = _("enrolments")
        ordering = ["enrolled_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "course_key"], name="courses_one_enrolment_each"
            )
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.course_key}"


class Assignment(models.Model):
    """A course that a group takes: its members are enrolled, and so are those who come later."""

    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="assigned_courses")
    course_key = models.CharField(_("course"), max_length=255)
    assigned_by = models.ForeignKey(
        User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    assigned_at = models.DateTimeField(_("assigned on"), default=timezone.now)

    objects = GuardedManager()

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("assignment")
        verbose_name_plural = _("assignments")
        ordering = ["assigned_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["group", "course_key"], name="courses_assigned_once")
        ]

    def __str__(self) -> str:
        return f"{self.group_id} {self.course_key}"


class LessonProgress(models.Model):
    """A lesson somebody has read to its end."""

    person = models.ForeignKey(User, on_delete=models.CASCADE, related_name="lessons_read")
    lesson_key = models.CharField(_("lesson"), max_length=255)
    language = models.CharField(_("language"), max_length=5, blank=True)
    read_at = models.DateTimeField(_("read on"), default=timezone.now)

    objects = GuardedManager()

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("lesson read")
        verbose_name_plural = _("lessons read")
        ordering = ["read_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "lesson_key"], name="courses_one_progress_a_lesson"
            )
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.lesson_key}"


class ModuleProgress(models.Model):
    """How much of a module is done, as the rule counted it at the last ledger line."""

    person = models.ForeignKey(User, on_delete=models.CASCADE, related_name="modules_begun")
    module_key = models.CharField(_("module"), max_length=255)
    done = models.PositiveSmallIntegerField(_("done"), default=0)
    total = models.PositiveSmallIntegerField(_("total"), default=0)
    completed_at = models.DateTimeField(_("completed on"), null=True, blank=True)
    changed_at = models.DateTimeField(_("changed on"), default=timezone.now)

    objects = GuardedManager()

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("progress in a module")
        verbose_name_plural = _("progress in modules")
        ordering = ["changed_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "module_key"], name="courses_one_progress_a_module"
            )
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.module_key} {self.done}/{self.total}"
