"""What is counted for operators: never a person, never a single clerk, never an address that somebody typed."""

from prometheus_client import Counter, Histogram

REQUESTS = Counter("rathaus_http_requests", "Requests answered", ["route", "method", "status"])
SECONDS = Histogram(
    "rathaus_http_request_seconds",
    "Seconds to compute an answer",
    ["route"],
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10),
)
MESSAGES = Counter("rathaus_messages", "Messages to people that came to an end", ["channel", "outcome"])
