from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("tracks", "0005_salary_statistics")]

    operations = []
