from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("progress", "0006_contexts")]

    operations = []
