import pytest

from config.cache import PatientRedisCache


@pytest.fixture
def cache_without_server(tmp_path):
    return PatientRedisCache(f"unix://{tmp_path}/nothing.sock?db=0", {})


class TestPatientRedisCache:
    def test_is_empty_while_its_server_is_away(self, cache_without_server):
        cache = cache_without_server
        cache.set("key", 1)
        assert cache.get("key", "default") == "default"
        assert cache.get_many(["key"]) == {}
        assert cache.set_many({"key": 1}) == ["key"]
        assert cache.has_key("key") is False
        assert cache.delete("key") is False
        assert cache.touch("key") is False
        cache.delete_many(["key"])
        cache.clear()

    def test_lets_rate_limits_pass_while_its_server_is_away(self, cache_without_server):
        assert cache_without_server.add("key", 1) is True
        assert cache_without_server.incr("key", 2) == 2

    def test_says_so_in_the_log(self, cache_without_server, caplog):
        cache_without_server.get("key")
        assert "cache unreachable" in caplog.text

    def test_keeps_values_while_its_server_is_there(self, redis_url):
        cache = PatientRedisCache(redis_url, {})
        cache.set("key", {"a": 1})
        assert cache.get("key") == {"a": 1}
        assert cache.add("key", 2) is False
        cache.set("number", 1)
        assert cache.incr("number") == 2
