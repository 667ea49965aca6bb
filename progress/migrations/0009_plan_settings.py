from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("progress", "0008_scenarios")]

    operations = [
        migrations.RemoveConstraint(
            model_name="careerplan", name="progress_careerplan_ready_has_pdf"
        ),
        migrations.AddField(
            model_name="careerplan",
            name="stamp",
            field=models.CharField(blank=True, max_length=64),
        ),
        migrations.AddField(
            model_name="careerplan",
            name="changes",
            field=models.JSONField(blank=True, default=list),
        ),
        migrations.AddField(
            model_name="careerplan",
            name="file_deleted_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="learner",
            name="plans_kept",
            field=models.PositiveSmallIntegerField(
                blank=True,
                choices=[(1, "Only the newest"), (3, "The newest 3"), (10, "The newest 10")],
                default=10,
                null=True,
            ),
        ),
        migrations.AddConstraint(
            model_name="careerplan",
            constraint=models.CheckConstraint(
                condition=~Q(job_state="READY")
                | (~Q(sha256="") & (~Q(file="") | Q(file_deleted_at__isnull=False))),
                name="progress_careerplan_ready_has_pdf",
            ),
        ),
    ]
