"""Addresses that Kannel calls."""

from django.urls import path

from rathaus.integrations.kannel.views import receipt

app_name = "kannel"
urlpatterns = [path("<str:key>/", receipt, name="receipt")]
