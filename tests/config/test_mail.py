"""Mail of an installation without a mail server."""

from pathlib import Path

from django.core.mail import EmailMessage

from config.mail import FileAndTerminalBackend

LINK = "http://localhost:8000/accounts/confirm-email/MQ:abc/"


def send(folder: Path) -> int:
    backend = FileAndTerminalBackend(file_path=str(folder))
    body = f"Hello,\n\nconfirm here: {LINK}\n"
    return backend.send_messages([EmailMessage("Please confirm", body, to=["mira@example.org"])])


class TestFileAndTerminalBackend:
    def test_keeps_the_mail_as_a_file(self, tmp_path):
        assert send(tmp_path) == 1
        [path] = tmp_path.glob("*.log")
        assert LINK in path.read_text()

    def test_shows_address_subject_and_link_in_the_terminal(self, tmp_path, capsys):
        send(tmp_path)
        assert capsys.readouterr().out.splitlines() == [
            "Mail to mira@example.org: Please confirm",
            f"    {LINK}",
        ]

    def test_says_nothing_in_the_logs_of_a_real_site(self, tmp_path, settings, capsys):
        settings.IS_PRODUCTION = True
        assert send(tmp_path) == 1
        assert capsys.readouterr().out == ""
