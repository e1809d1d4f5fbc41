"""Addresses that Notify calls."""

from django.urls import path

from rathaus.integrations.notify.views import receipt

app_name = "notify"
urlpatterns = [path("", receipt, name="receipt")]
