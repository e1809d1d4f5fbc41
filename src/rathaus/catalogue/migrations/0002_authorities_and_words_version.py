"""Which authorities render a service, and a value that is new after every change of the catalogue's words."""

import django.contrib.postgres.fields
from django.db import migrations, models

WATCHED = (
    "catalogue_service",
    "catalogue_servicetext",
    "catalogue_alias",
    "catalogue_topic",
    "catalogue_topictext",
    "catalogue_service_topics",
)
VERSION = """
INSERT INTO catalogue_wordsversion (version) VALUES (gen_random_uuid());
CREATE FUNCTION catalogue_words_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE catalogue_wordsversion SET version = gen_random_uuid();
    RETURN NULL;
END $$;
"""
TRIGGERS = "".join(
    f"CREATE TRIGGER catalogue_words_changed AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON {table} "
    "FOR EACH STATEMENT EXECUTE FUNCTION catalogue_words_changed();\n"
    for table in WATCHED
)
UNTRIGGERS = "".join(f"DROP TRIGGER catalogue_words_changed ON {table};\n" for table in WATCHED)
UNVERSION = "DROP FUNCTION catalogue_words_changed(); DELETE FROM catalogue_wordsversion;"


class Migration(migrations.Migration):
    """Adds authorities, and the version that a kept search index is checked against."""

    dependencies = [("catalogue", "0001_initial")]
    operations = [
        migrations.AddField(
            model_name="service",
            name="authorities",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=200), blank=True, default=list, size=None
            ),
        ),
        migrations.CreateModel(
            name="WordsVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.UUIDField()),
            ],
        ),
        migrations.RunSQL(VERSION, UNVERSION),
        migrations.RunSQL(TRIGGERS, UNTRIGGERS),
    ]
