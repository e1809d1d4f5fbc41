"""URLs of the staff's pages of operations."""

from django.urls import path

from rathaus.operations import views

app_name = "operations"
urlpatterns = [path("", views.health, name="health")]
