import json

import pytest
from django.core import serializers

from tests.factories.vocabulary import TermFactory
from vocabulary.models import Term


@pytest.mark.django_db
def test_fixture_is_loaded_as_it_is():
    term = TermFactory(title_en="Licence")
    (row,) = json.loads(serializers.serialize("json", [term]))
    row["fields"]["sort_en"] = "kept"
    for loaded in serializers.deserialize("json", json.dumps([row])):
        loaded.save()
    assert Term.objects.get().sort_en == "kept"
