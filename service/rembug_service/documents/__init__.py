"""Printed documents, made by Typst."""
