"""URLs of sign-in; the names are those that allauth uses."""

from django.urls import include, path

from rathaus.identity import views

invitation_patterns = [path("<str:token>/", views.invitation, name="invitation")]
urlpatterns = [
    path("einladung/", include((invitation_patterns, "identity"))),
    path("anmelden/", views.sign_in, name="account_login"),
    path("anmelden/code/", views.second_step, name="mfa_authenticate"),
    path("anmelden/einrichten/", views.set_up, name="mfa_activate_totp"),
    path("konto/", views.account, name="account_sessions"),
    path("abmelden/", views.sign_out, name="account_logout"),
]
