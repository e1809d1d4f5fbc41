"""Static files named by their content, so that browsers may keep them for good."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class StaticFiles(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """Names of script modules inside script modules are replaced, too."""

    support_js_module_import_aggregation = True
