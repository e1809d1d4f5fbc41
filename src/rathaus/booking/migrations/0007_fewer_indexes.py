"""Takes away indexes that another one covers: each of them was written with every hold and every confirmation."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """The reference keeps its uniqueness, without the index for patterns that Django adds."""

    dependencies = [
        ("booking", "0006_overbooked_days"),
        ("offices", "0002_office_words"),
    ]

    operations = [
        migrations.AddConstraint(
            model_name="appointment",
            constraint=models.UniqueConstraint(fields=("reference",), name="booking_appointment_reference_names_one"),
        ),
        migrations.AlterField(
            model_name="appointment",
            name="office",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="appointments",
                to="offices.office",
            ),
        ),
        migrations.AlterField(
            model_name="appointment",
            name="reference",
            field=models.CharField(max_length=8),
        ),
        migrations.AlterField(
            model_name="appointment",
            name="resource",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="appointments",
                to="booking.resource",
            ),
        ),
        migrations.AlterField(
            model_name="daysheet",
            name="resource",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="sheets",
                to="booking.resource",
            ),
        ),
        migrations.AlterField(
            model_name="line",
            name="appointment",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="lines",
                to="booking.appointment",
            ),
        ),
    ]
