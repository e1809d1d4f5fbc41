"""App configuration of the SMTP adapter."""

from django.apps import AppConfig


class SmtpConfig(AppConfig):
    """Carries e-mail."""

    name = "rathaus.integrations.smtp"
    label = "smtp"
