from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("tracks", "0007_revisions")]

    operations = []
