"""No column tells when a member used their second factor last."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def empty(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Empties allauth's column, which nothing writes any more."""
    apps.get_model("mfa", "Authenticator").objects.update(last_used_at=None)


class Migration(migrations.Migration):
    """Takes back what the sign-in wrote."""

    dependencies = [("identity", "0005_no_last_login"), ("mfa", "0003_authenticator_type_uniq")]

    operations = [migrations.RunPython(empty, migrations.RunPython.noop)]
