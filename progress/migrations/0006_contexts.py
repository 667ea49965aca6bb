from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("progress", "0005_career_plan_content")]

    operations = []
