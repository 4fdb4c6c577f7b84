"""Addresses that exist in the demo only."""

from django.urls import path

from core import demo_mail

urlpatterns = [
    path("mail", demo_mail.demo_mail, name="demo_mail"),
    path("mail/<str:name>/<int:number>", demo_mail.demo_mail_attachment, name="demo_mail_attachment"),
]
