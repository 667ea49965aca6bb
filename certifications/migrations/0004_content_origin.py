from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("certifications", "0003_curator_groups")]

    operations = []
