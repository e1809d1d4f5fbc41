"""The town's own sign-in by OpenID Connect: what is asked of it, and what is believed."""
