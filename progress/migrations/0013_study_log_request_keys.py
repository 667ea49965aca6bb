"""Let a request that is sent again add hours once."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("progress", "0012_sweep_retry_rights"),
        ("tracks", "0009_import_permissions"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="studylogentry",
            name="request_key",
            field=models.CharField(
                blank=True, db_default="", default="", editable=False, max_length=64
            ),
        ),
        migrations.AddConstraint(
            model_name="studylogentry",
            constraint=models.UniqueConstraint(
                condition=models.Q(("request_key", ""), _negated=True),
                fields=("user", "request_key"),
                name="progress_studylogentry_once_a_request",
            ),
        ),
    ]
