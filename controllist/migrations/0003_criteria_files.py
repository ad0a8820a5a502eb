from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("controllist", "0002_source_in_every_language")]

    operations = [
        migrations.CreateModel(
            name="CriteriaFile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "sort",
                    models.CharField(
                        choices=[
                            ("family", "family of items"),
                            ("entry", "entry"),
                            ("sheet", "template of datasheets"),
                        ],
                        max_length=6,
                        verbose_name="sort",
                    ),
                ),
                ("key", models.CharField(max_length=60, verbose_name="key")),
                ("spec", models.JSONField(verbose_name="content")),
                ("hash", models.CharField(max_length=64)),
            ],
            options={
                "verbose_name": "file of criteria",
                "verbose_name_plural": "files of criteria",
                "ordering": ["sort", "key"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("sort", "key"), name="controllist_one_criteria_file"
                    )
                ],
            },
        ),
    ]
