"""What the desk asks for on every page: messages that failed, or may have gone out twice; both are few."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Adds two small partial indexes."""

    dependencies = [
        ("notifications", "0001_initial"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="delivery",
            index=models.Index(
                condition=models.Q(("state", "failed")), fields=["id"], name="notifications_delivery_failed"
            ),
        ),
        migrations.AddIndex(
            model_name="delivery",
            index=models.Index(
                condition=models.Q(("perhaps_twice__gt", 0)), fields=["id"], name="notifications_delivery_doubled"
            ),
        ),
    ]
