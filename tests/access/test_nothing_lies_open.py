"""Nobody finds what lies beside the pages: histories, settings, lists of files."""

from django.test import Client

BESIDE = (
    "/.git/config", "/.git/HEAD", "/.env", "/.svn/entries", "/pyproject.toml", "/requirements.lock", "/static/",
    "/static/ui/", "/static/ui/js/", "/static/../pyproject.toml", "/static/..%2f..%2fpyproject.toml", "/media/",
    "/admin/", "/__debug__/", "/server-status", "/backups/", "/static/ui/js/../../../../pyproject.toml",
)  # fmt: skip


def test_nothing_lies_open_beside_the_pages(amina: Client) -> None:
    answers = {path: amina.get(path) for path in BESIDE}
    assert {path: answer.status_code for path, answer in answers.items() if answer.status_code != 404} == {}
    assert {answer.templates[0].name for answer in answers.values()} == {"ui/not_found.html"}
