"""URLs of the design system: its gallery."""

from django.urls import path

from rathaus.ui.gallery.views import gallery

app_name = "ui"
urlpatterns = [path("", gallery, name="gallery")]
