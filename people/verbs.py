"""What a person may do. Roles are bundles of these; nothing else decides."""

from enum import StrEnum


class Verb(StrEnum):
    VIEW = "view"
    TAKE = "take"
    AUTHOR = "author"
    REVIEW = "review"
    TRANSLATE = "translate"
    PUBLISH = "publish"
    INVITE = "invite"
    ENROL = "enrol"
    MANAGE_GROUP = "manage_group"
    MARK = "mark"
    APPROVE = "approve"
    AWARD = "award"
    REVOKE = "revoke"
    EXPORT = "export"
    SEE_FIGURES = "see_figures"
    SEE_PEOPLE = "see_people"
    ADMINISTER = "administer"
