"""Talking to a gateway over HTTP: what a broken connection means to the outbox."""

from typing import Any

import httpx

from rathaus.notifications.ports import ChannelAway, Unanswered


def asked(http: httpx.Client, method: str, path: str, **sent: Any) -> httpx.Response:
    """This will ask a gateway something that sends no message, and return its answer.

    :raises ChannelAway: when it cannot be reached or does not answer.
    """
    try:
        return http.request(method, path, **sent)
    except httpx.HTTPError as away:
        raise ChannelAway(type(away).__name__) from away


def posted(http: httpx.Client, path: str, **sent: Any) -> httpx.Response:
    """This will post something to a gateway and return its answer.

    :raises ChannelAway: when it cannot be reached, so that nothing went out.
    :raises Unanswered: when the connection breaks after something went out.
    """
    try:
        return http.post(path, **sent)
    except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout) as away:
        raise ChannelAway(type(away).__name__) from away
    except httpx.HTTPError as lost:
        raise Unanswered(type(lost).__name__) from lost
