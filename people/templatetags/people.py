from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django import template
from django.urls import reverse

from people.models import User

register = template.Library()


@register.simple_tag
def password_path(user: User) -> str:
    """Where the person chooses a password. Made when the letter is sent and kept nowhere."""
    uid, token = user_pk_to_url_str(user), default_token_generator.make_token(user)
    return reverse("account_reset_password_from_key", kwargs={"uidb36": uid, "key": token})
