"""Printable forms that can be filled in on a screen: `questions` asks, `application` and `change` are the forms, `page` draws.

A field that is a column of an import has its name, so `lks import` reads a form back; the others are for people.
"""
