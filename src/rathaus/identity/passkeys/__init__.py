"""Passkeys (WebAuthn): what is asked of a browser, and what is believed of its answer."""
