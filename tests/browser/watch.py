"""What goes wrong in a page while nobody looks: errors in the console, in scripts, of requests."""

from weakref import WeakKeyDictionary

from playwright.sync_api import ConsoleMessage, Error, Page, Request, Response

ON_PURPOSE = "net::ERR_ABORTED"  # a download, or a page that was left while it loaded
TOLD_BY_STATUS = "Failed to load resource"  # the console says so too when a page answers 404 or 422

_problems: "WeakKeyDictionary[Page, list[str]]" = WeakKeyDictionary()
_forgiven: "WeakKeyDictionary[Page, list[str]]" = WeakKeyDictionary()


def watch(page: Page) -> None:
    """This will note every problem of the page from now on."""
    found = _problems.setdefault(page, [])

    def on_console(message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"} and not message.text.startswith(TOLD_BY_STATUS):
            found.append(f"console: {message.text}")

    def on_error(error: Error) -> None:
        found.append(f"script: {error}")

    def on_failed(request: Request) -> None:
        if request.failure != ON_PURPOSE:
            found.append(f"request: {request.method} {request.url}: {request.failure}")

    def on_response(response: Response) -> None:
        is_page = response.request.is_navigation_request()
        if response.status >= 500 or (response.status >= 400 and not is_page):
            found.append(f"answer: {response.request.method} {response.url}: {response.status}")

    page.on("console", on_console)
    page.on("pageerror", on_error)
    page.on("requestfailed", on_failed)
    page.on("response", on_response)


def forget(page: Page) -> None:
    """This will begin anew with a page that is used again."""
    _problems.get(page, []).clear()
    _forgiven.pop(page, None)


def forgive(page: Page, part: str) -> None:
    """This will let problems pass whose text has this part: the test causes them."""
    _forgiven.setdefault(page, []).append(part)


def problems_of(page: Page) -> list[str]:
    """The problems of the page so far, without the forgiven ones."""
    forgiven = _forgiven.get(page, [])
    return [text for text in _problems.get(page, []) if not any(part in text for part in forgiven)]
