"""Rules that import contracts cannot see (docs/architecture.md)."""

import ast
import configparser
import importlib
import pkgutil
import re
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db.migrations.loader import MigrationLoader

from config.env import BASE_DIR

# From the lowest to the highest: each may name those before it, never those after.
CHAIN = ["accounts", "tracks", "certifications", "progress"]
# Layers whose every module with a public function has a test file of its own.
TWINNED_LAYERS = ["roi", "documents", "importers", "queries", "operations"]


def list_modules(package):
    folder = BASE_DIR / package
    return sorted(path for path in folder.rglob("*.py") if "migrations" not in path.parts)


def list_our_modules():
    return [path for package in [*CHAIN, "config"] for path in list_modules(package)]


def parse(path):
    return ast.parse(path.read_text(encoding="utf-8"))


def name_of(path):
    return str(path.relative_to(BASE_DIR))


class TestChain:
    def test_relations_never_point_up(self):
        wrong = []
        for app in CHAIN:
            higher = set(CHAIN[CHAIN.index(app) + 1 :])
            for model in apps.get_app_config(app).get_models():
                wrong += [
                    f"{model.__name__}.{field.name}"
                    for field in model._meta.get_fields()
                    if not field.auto_created
                    and field.is_relation
                    and field.related_model is not None
                    and field.related_model._meta.app_label in higher
                ]
        assert wrong == []

    def test_texts_never_name_a_model_further_up(self):
        # A model named in a string, "progress.Enrolment", is an import that no contract sees.
        wrong = []
        for app in CHAIN:
            higher = CHAIN[CHAIN.index(app) + 1 :]
            pattern = re.compile(rf"^({'|'.join(higher)})\.[A-Z]\w+$") if higher else None
            for path in list_modules(app) if pattern else []:
                wrong += [
                    f"{name_of(path)}:{node.lineno}"
                    for node in ast.walk(parse(path))
                    if isinstance(node, ast.Constant)
                    and isinstance(node.value, str)
                    and pattern
                    and pattern.match(node.value)
                ]
        assert wrong == []


class TestMirror:
    def test_every_module_with_public_functions_has_its_test_file(self):
        missing = []
        for app in CHAIN:
            for layer in TWINNED_LAYERS:
                for path in sorted((BASE_DIR / app / layer).glob("*.py")):
                    public = [
                        node.name
                        for node in parse(path).body
                        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")
                    ]
                    twin = BASE_DIR / "tests" / app / layer / f"test_{path.name}"
                    if public and not twin.exists():
                        missing.append(name_of(twin))
        assert missing == []


class TestDocstrings:
    def test_stand_at_the_head_of_every_module(self):
        missing = [
            name_of(path) for path in list_our_modules() if not ast.get_docstring(parse(path))
        ]
        assert missing == []

    def test_describe_every_model(self):
        missing = [
            model.__name__
            for app in CHAIN
            for model in apps.get_app_config(app).get_models()
            # Django writes "Model(field, field)" where nobody wrote anything.
            if not model.__module__.startswith("simple_history")
            and not model.__name__.startswith("Historical")
            and (model.__doc__ or "").startswith(f"{model.__name__}(")
        ]
        assert missing == []


class TestModels:
    def test_have_no_default_order_and_no_save_of_their_own(self):
        wrong = []
        for app in CHAIN:
            for model in apps.get_app_config(app).get_models():
                if model.__name__.startswith("Historical"):
                    continue
                if model._meta.ordering or "save" in vars(model):
                    wrong.append(model.__name__)
        assert wrong == []


class TestMigrations:
    def test_are_named_for_what_they_do(self):
        unnamed = [
            name_of(path)
            for app in CHAIN
            for path in (BASE_DIR / app / "migrations").glob("*_auto_*.py")
        ]
        assert unnamed == []

    @pytest.mark.django_db
    def test_agree_with_the_models(self):
        call_command("makemigrations", check=True, dry_run=True, verbosity=0)

    def test_have_one_end_per_app(self):
        leaves = [app for app, _ in MigrationLoader(None).graph.leaf_nodes() if app in CHAIN]
        assert sorted(leaves) == sorted(CHAIN)


class TestTime:
    def test_is_read_only_at_the_edges(self):
        # Maths and reads receive the time: only then can a test or a stored projection fix it.
        wrong = []
        for app in CHAIN:
            for layer in ("roi", "documents", "queries", "importers"):
                for path in (BASE_DIR / app / layer).rglob("*.py"):
                    wrong += [
                        f"{name_of(path)}:{node.lineno}"
                        for node in ast.walk(parse(path))
                        if isinstance(node, ast.Attribute)
                        and node.attr in {"now", "localdate", "localtime", "today"}
                        and isinstance(node.value, ast.Name)
                        and node.value.id in {"timezone", "datetime", "date"}
                    ]
        assert wrong == []


class TestEnvironment:
    def test_is_read_in_one_module_only(self):
        # The three entry points only name the settings module, as Django's own do.
        allowed = {"config/env.py", "config/wsgi.py", "config/asgi.py", "config/celery.py"}
        readers = {
            name_of(path)
            for path in list_our_modules()
            for node in ast.walk(parse(path))
            if isinstance(node, ast.Attribute)
            and node.attr in {"environ", "getenv"}
            and isinstance(node.value, ast.Name)
            and node.value.id == "os"
        }
        assert readers <= allowed

    def test_variables_are_all_documented(self):
        readers = {"read_text", "read_flag", "read_number", "read_list", "read_path", "read_secret",
                   "read_database", "read_redis", "read_email"}  # fmt: skip
        used = {
            node.args[0].value
            for path in list_our_modules()
            for node in ast.walk(parse(path))
            if isinstance(node, ast.Call)
            and isinstance(node.func, ast.Name)
            and node.func.id in readers
            and node.args
            and isinstance(node.args[0], ast.Constant)
        }
        documented = set(
            re.findall(
                r"^#? ?([A-Z][A-Z0-9_]+)=", (BASE_DIR / ".env.example").read_text(), re.MULTILINE
            )
        )
        assert used
        assert used - documented == set()


class TestContracts:
    def test_protect_every_interface_that_exists(self):
        parser = configparser.ConfigParser()
        parser.read(BASE_DIR / ".importlinter")
        listed = parser.get("importlinter:contract:tracks-private", "protected_modules").split()
        listed += parser.get(
            "importlinter:contract:certifications-private", "protected_modules"
        ).split()
        interfaces = {"admin", "api", "importers", "management", "tasks", "views"}
        existing = {
            f"{app}.{module.name}"
            for app in ("tracks", "certifications")
            for module in pkgutil.iter_modules(importlib.import_module(app).__path__)
            if module.name in interfaces
        }
        assert existing <= set(listed)


class TestScripts:
    def test_each_say_in_one_line_what_they_are_for(self):
        for path in sorted((BASE_DIR / "scripts").iterdir()):
            if path.suffix or path.name == "environment":
                continue
            lines = path.read_text(encoding="utf-8").splitlines()
            assert lines[0] in {"#!/usr/bin/env bash", "#!/usr/bin/env python"}, path.name
            assert re.match(r'(# |""")[A-Z].+\.', lines[1]), path.name
            assert path.stat().st_mode & 0o111, path.name


class TestTree:
    def test_holds_no_path_of_somebodys_machine(self):
        pattern = re.compile(r"(?<![\w/.])/(?:home|Users)/\w+")
        wrong = [
            name_of(path)
            for path in [*list_our_modules(), *Path(BASE_DIR / "scripts").iterdir()]
            if path.is_file() and pattern.search(path.read_text(encoding="utf-8"))
        ]
        assert wrong == []
