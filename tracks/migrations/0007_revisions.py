from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("tracks", "0006_occupations_and_money")]

    operations = []
