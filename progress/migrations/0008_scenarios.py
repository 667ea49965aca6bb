from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("progress", "0007_release_moves")]

    operations = []
