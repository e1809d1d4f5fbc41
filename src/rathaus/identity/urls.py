"""URLs of sign-in; the names are those that allauth uses."""

from django.urls import path

from rathaus.identity import views

urlpatterns = [
    path("anmelden/", views.sign_in, name="account_login"),
    path("anmelden/code/", views.second_step, name="mfa_authenticate"),
    path("anmelden/einrichten/", views.set_up, name="mfa_activate_totp"),
    path("abmelden/", views.sign_out, name="account_logout"),
]
