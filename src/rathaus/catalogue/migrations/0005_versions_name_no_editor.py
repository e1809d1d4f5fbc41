"""Which member of staff wrote a version, only the trail knows."""

from django.db import migrations


class Migration(migrations.Migration):
    """Takes the pseudonym out of the versions of services."""

    dependencies = [("catalogue", "0004_versions_and_review_mark")]

    operations = [migrations.RemoveField(model_name="serviceversion", name="saved_by")]
