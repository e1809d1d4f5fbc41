"""No column tells when a member came last."""

from django.db import migrations


class Migration(migrations.Migration):
    """Takes the column away that Django's base class has."""

    dependencies = [("identity", "0004_sessions")]

    operations = [migrations.RemoveField(model_name="staff", name="last_login")]
