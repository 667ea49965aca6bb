import pytest

from tracks.importers.known_sources import read_known_source
from tracks.importers.reference_formats import REFERENCE_FORMATS


class TestReadKnownSource:
    def test_gives_the_record_that_the_content_files_load(self):
        found = read_known_source("onet-29-3")
        assert found.record["attribution"].startswith("O*NET 29.3 Database by the U.S. Department")
        assert (found.kind.name, found.position.file) == ("source", "content/sources.yaml")
        assert found.record["retrieved_date"].year == 2026

    def test_refuses_a_source_that_is_not_declared(self):
        with pytest.raises(LookupError, match="declares no source 'nobody'"):
            read_known_source("nobody")


class TestReferenceFormats:
    def test_print_the_attribution_that_the_source_asks_for(self):
        [onet] = [one for one in REFERENCE_FORMATS if one.name == "occupations/onet"]
        assert onet.attribution == read_known_source("onet-29-3").record["attribution"]
