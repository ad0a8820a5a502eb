import json

from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse

from bench.bare.models import BareAnswer


def save(request: HttpRequest) -> HttpResponse:
    """Select one row and insert one row in a transaction, for a person who is signed in."""
    if not request.user.is_authenticated:
        return HttpResponse(status=403)
    value = json.loads(request.body)["response"]["value"]
    with transaction.atomic():
        newest = BareAnswer.objects.filter(person=request.user).order_by("-pk").first()
        row = BareAnswer.objects.create(person=request.user, value=value)
    return JsonResponse({"saved": row.pk, "before": newest.pk if newest else None})
