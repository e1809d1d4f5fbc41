"""URLs of the staff's pages of keys."""

from django.urls import path

from rathaus.api import views_of_keys as views

app_name = "api-keys"
urlpatterns = [path("", views.keys, name="list"), path("<int:client_id>/sperren/", views.revoke, name="revoke")]
