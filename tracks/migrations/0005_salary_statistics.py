from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("tracks", "0004_import_runs")]

    operations = []
