import socket

import pytest

from config.serving.ports import PortTaken, refuse_taken_port
from tests.servers import find_free_port


class TestRefuseTakenPort:
    def test_accepts_a_free_port_and_leaves_it_free(self):
        port = find_free_port()
        refuse_taken_port(host="127.0.0.1", port=port)
        refuse_taken_port(host="127.0.0.1", port=port)

    def test_names_another_port_when_this_one_is_taken(self):
        with socket.create_server(("127.0.0.1", 0)) as other:
            port = other.getsockname()[1]
            with pytest.raises(PortTaken, match=f"Port {port} is in use .* PORT={port + 1}"):
                refuse_taken_port(host="127.0.0.1", port=port)

    def test_names_an_address_of_another_machine(self):
        with pytest.raises(PortTaken, match=r"Cannot listen at 192\.0\.2\.1"):
            refuse_taken_port(host="192.0.2.1", port=find_free_port())
