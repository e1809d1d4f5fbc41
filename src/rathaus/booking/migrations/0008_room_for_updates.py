"""Room in each page of day sheets, so that a booking changes its sheet in place (a HOT update).

Without it each booking moves a row of more than a kilobyte to another page and touches both indexes.
"""

from django.db import migrations


class Migration(migrations.Migration):
    """Applies to pages written from now on; the sheets that there are get their room as they are rewritten."""

    dependencies = [("booking", "0007_fewer_indexes")]
    operations = [
        migrations.RunSQL(
            "ALTER TABLE booking_daysheet SET (fillfactor = 45)", "ALTER TABLE booking_daysheet RESET (fillfactor)"
        )
    ]
