"""The packaged typefaces."""

import pytest

from progress.documents import typefaces
from progress.documents.failures import PdfSetupBroken


@pytest.fixture
def fresh_typefaces():
    typefaces.read_typefaces.cache_clear()
    yield
    typefaces.read_typefaces.cache_clear()


class TestReadTypefaces:
    def test_reads_static_truetype_files(self):
        faces = typefaces.read_typefaces()
        assert len(faces) == 6
        assert all(
            body.startswith(b"\x00\x01\x00\x00") and b"fvar" not in body[:400]
            for body in faces.values()
        )

    @pytest.mark.parametrize("package", ["no_such_fonts", "font_source_sans_pro"])
    def test_names_the_command_that_installs_a_missing_face(
        self, package, monkeypatch, fresh_typefaces
    ):
        monkeypatch.setattr(typefaces, "_FACES", (("F", 400, "normal", package, "Missing.ttf"),))
        with pytest.raises(PdfSetupBroken, match="Run: uv sync") as caught:
            typefaces.read_typefaces()
        assert caught.value.command == "uv sync"


class TestWriteFaceRules:
    def test_writes_a_rule_for_every_face(self):
        rules = typefaces.write_face_rules()
        assert rules.count("@font-face") == 6
        assert all(f"url({url})" in rules for url in typefaces.read_typefaces())
