"""The list for pip users says what the lock says."""

import re
import tomllib

from config.env import BASE_DIR


def read_locked() -> dict[str, str]:
    lock = tomllib.loads((BASE_DIR / "uv.lock").read_text())
    return {package["name"]: package.get("version", "") for package in lock["package"]}


def read_listed() -> dict[str, str]:
    text = (BASE_DIR / "requirements.txt").read_text()
    return dict(re.findall(r"^([a-z0-9-]+)(?:\[[a-z0-9,-]+\])?==([^\s;\\]+)", text, re.MULTILINE))


class TestRequirements:
    def test_names_the_locked_versions(self):
        locked = read_locked()
        listed = read_listed()
        assert {name: locked.get(name) for name in listed} == listed

    def test_holds_what_the_project_asks_for(self):
        project = tomllib.loads((BASE_DIR / "pyproject.toml").read_text())["project"]
        asked = {re.split(r"[\[<>=~;! ]", line)[0].lower() for line in project["dependencies"]}
        assert asked <= set(read_listed())

    def test_has_a_hash_for_each(self):
        text = (BASE_DIR / "requirements.txt").read_text()
        assert text.count("--hash=sha256:") >= len(read_listed())
