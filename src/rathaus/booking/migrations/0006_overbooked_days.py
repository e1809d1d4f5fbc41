"""Overbooked days are found by an index of their own: the desk counts them on every page."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Adds the index of overbooked sheets."""

    dependencies = [("booking", "0005_give_back_and_limit")]
    operations = [
        migrations.AddIndex(
            model_name="daysheet",
            index=models.Index(
                condition=models.Q(("overbooked", True)), fields=["day"], name="booking_day_sheet_overbooked"
            ),
        ),
    ]
