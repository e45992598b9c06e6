"""The document from which the front end's types are made is the service's own."""

from rembug_api.openapi_document import TARGET, openapi


def test_the_interface_document_is_up_to_date() -> None:
    assert TARGET.read_text(encoding="utf-8") == openapi(), "run `make openapi`"
