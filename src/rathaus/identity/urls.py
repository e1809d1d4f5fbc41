"""URLs of sign-in; the names are those that allauth uses."""

from django.urls import include, path

from rathaus.identity import views, views_of_account, views_of_passkeys, views_of_provider, views_of_recovery

invitation_patterns = [path("<str:token>/", views.invitation, name="invitation")]
urlpatterns = [
    path("einladung/", include((invitation_patterns, "identity"))),
    path("anmelden/", views.sign_in, name="account_login"),
    path("anmelden/code/", views.second_step, name="mfa_authenticate"),
    path("anmelden/einrichten/", views.set_up, name="mfa_activate_totp"),
    path("anmelden/passkey/", views_of_passkeys.sign_in, name="passkey_sign_in"),
    path("anmelden/passkey/frage/", views_of_passkeys.question, name="passkey_question"),
    path("anmelden/stadt/", views_of_provider.begin, name="account_provider"),
    path("anmelden/stadt/zurueck/", views_of_provider.come_back, name="account_provider_return"),
    path("anmelden/stadt/abmelden/", views_of_provider.leave, name="account_provider_leave"),
    path("anmelden/stadt/abgemeldet/", views_of_provider.hear_logout, name="account_provider_logout"),
    path("konto/", views_of_account.account, name="account_sessions"),
    path("konto/passkey/", views_of_passkeys.add, name="account_passkey_new"),
    path("konto/passkey/<int:passkey_id>/", views_of_passkeys.one, name="account_passkey"),
    path("konto/ersatzcodes/", views_of_recovery.recovery_codes, name="account_recovery_codes"),
    path("abmelden/", views.sign_out, name="account_logout"),
]
