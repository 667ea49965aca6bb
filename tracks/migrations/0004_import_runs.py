from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("tracks", "0003_curator_groups")]

    operations = []
