"""The API for machines: offices and services as JSON, described by an OpenAPI document."""
