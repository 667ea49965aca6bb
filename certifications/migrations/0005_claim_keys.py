from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("certifications", "0004_content_origin")]

    operations = []
