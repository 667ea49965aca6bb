import os

from config.serving.freshness import is_prepared, make_fingerprint


class TestFingerprint:
    def test_changes_with_content_and_not_with_compiled_files(self, tmp_path):
        (tmp_path / "content").mkdir()
        page = tmp_path / "content" / "page.yaml"
        page.write_text("a: 1")
        first = make_fingerprint(tmp_path)
        (tmp_path / "content" / "page.pyc").write_text("compiled")
        assert make_fingerprint(tmp_path) == first
        facts = page.stat()
        os.utime(page, ns=(facts.st_atime_ns, facts.st_mtime_ns + 1))
        assert make_fingerprint(tmp_path) != first


class TestIsPrepared:
    def test_needs_the_same_fingerprint(self, tmp_path):
        stamp = tmp_path / "stamp"
        assert not is_prepared(stamp=stamp, fingerprint="a")
        stamp.write_text("a")
        assert is_prepared(stamp=stamp, fingerprint="a")
        assert not is_prepared(stamp=stamp, fingerprint="b")
