import subprocess
from pathlib import Path

import pytest
import redis

from config.serving.brokers import (
    BrokerServer,
    choose_socket_path,
    find_broker_server,
    find_private_broker,
    is_answering,
    make_broker_command,
    make_broker_url,
    stop_broker,
)
from tests.servers import wait_for


@pytest.fixture
def packaged_server(monkeypatch):
    """The server that comes with the Python packages, as on a machine without Redis."""
    monkeypatch.setenv("PATH", "")
    return find_broker_server()


class TestFindBrokerServer:
    def test_prefers_the_machines_own(self, monkeypatch, tmp_path):
        program = tmp_path / "redis-server"
        program.write_text("#!/bin/sh\n")
        program.chmod(0o755)
        monkeypatch.setenv("PATH", str(tmp_path))
        assert find_broker_server() == BrokerServer(kind="redis", path=program)

    def test_falls_back_to_the_packaged_one(self, packaged_server):
        assert packaged_server.kind == "valkey"
        assert packaged_server.path.exists()


class TestChooseSocketPath:
    def test_lies_in_the_data_folder(self, tmp_path):
        data_dir = Path("/tmp") / tmp_path.name
        assert choose_socket_path(data_dir) == data_dir / "run" / "broker.sock"

    def test_is_short_however_deep_the_data_folder_lies(self, tmp_path):
        data_dir = tmp_path / ("a" * 100)
        path = choose_socket_path(data_dir)
        assert len(str(path)) < 104
        assert path == choose_socket_path(data_dir)
        assert path != choose_socket_path(tmp_path / ("b" * 100))
        assert path.parent.stat().st_mode & 0o777 == 0o700
        path.parent.rmdir()


class TestFindPrivateBroker:
    def test_is_empty_where_none_runs(self, tmp_path):
        assert find_private_broker(tmp_path) == ""


@pytest.mark.parametrize("kind", ["own", "packaged"])
class TestPrivateBroker:
    @pytest.fixture
    def server(self, kind, request):
        if kind == "packaged":
            return request.getfixturevalue("packaged_server")
        return find_broker_server()

    def test_keeps_its_queue_over_a_restart_and_evicts_nothing(self, server, tmp_path):
        socket_path = tmp_path / "s"
        command = make_broker_command(server=server, socket_path=socket_path, data_dir=tmp_path)
        for expected in (None, b"work"):
            process = subprocess.Popen(command)
            wait_for(lambda: is_answering(socket_path), seconds=20, what="the broker answers")
            with redis.Redis.from_url(make_broker_url(socket_path)) as client:
                assert client.lindex("queue", 0) == expected
                assert client.config_get("maxmemory-policy") == {"maxmemory-policy": "noeviction"}
                assert client.config_get("port") == {"port": "0"}
                client.rpush("queue", "work")
            stop_broker(socket_path)
            assert process.wait(10) == 0
            assert not is_answering(socket_path)
