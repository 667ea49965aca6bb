"""The shared random numbers are the ones this version was made with."""

import hashlib
import runpy

import numpy as np
import pytest
from scipy.stats import kstest

from benchmarks.draw_tables import make_table
from progress.roi.draws import (
    CHECKSUMS,
    COLUMNS,
    SCRAMBLES,
    STORED_DRAW_COUNT,
    UNIFORM_PREFIXES,
    DrawSetDamaged,
    get_draw_set_id,
    load_draws,
    make_seed,
    read_draw_set,
)


class TestLoadDraws:
    @pytest.mark.parametrize("track_key", sorted(CHECKSUMS))
    def test_gives_uniform_and_normal_columns(self, track_key):
        draws = load_draws(track_key)
        assert draws.count == STORED_DRAW_COUNT
        for name in COLUMNS:
            law = "uniform" if name.startswith(UNIFORM_PREFIXES) else "norm"
            assert kstest(draws.column(name), law).pvalue > 0.99, name

    def test_spreads_pairs_of_the_first_columns_evenly(self):
        draws = load_draws("linux")
        square = np.histogram2d(
            draws.column("stay"), draws.column("landing_1"), bins=8, range=[[0, 1]] * 2
        )[0]
        assert (square == STORED_DRAW_COUNT / 64).all()

    def test_gives_a_track_without_its_own_set_the_general_one(self):
        assert load_draws("unheard-of") is load_draws("general")
        assert get_draw_set_id("unheard-of") == get_draw_set_id("general")
        assert get_draw_set_id("linux") != get_draw_set_id("python")

    def test_gives_every_track_its_own_numbers(self):
        assert (load_draws("linux").table != load_draws("python").table).any()

    def test_cannot_be_written_to(self):
        with pytest.raises(ValueError, match="read-only"):
            load_draws("linux").table[0, 0] = 0.5

    def test_starts_the_same_when_fewer_are_asked_for(self):
        few = load_draws("linux", count=256)
        assert (few.table == load_draws("linux").table[:, :256]).all()
        assert few.set_id == load_draws("linux").set_id

    @pytest.mark.parametrize("count", [0, 3, 1000, 2048, -4])
    def test_refuses_counts_that_unbalance_the_sequence(self, count):
        with pytest.raises(ValueError, match="power of two"):
            load_draws("linux", count=count)


class TestReadDrawSet:
    def test_refuses_a_file_that_was_changed(self, tmp_path):
        path = tmp_path / "linux.npy"
        np.save(path, np.zeros((2, 2), dtype=np.float32))
        good = hashlib.sha256(path.read_bytes()).hexdigest()
        assert read_draw_set(path, checksum=good).shape == (2, 2)
        path.write_bytes(path.read_bytes()[:-1] + b"\x01")
        with pytest.raises(DrawSetDamaged, match=f"expected {good}"):
            read_draw_set(path, checksum=good)

    def test_names_a_file_that_is_missing(self, tmp_path):
        with pytest.raises(DrawSetDamaged, match=r"linux\.npy is missing"):
            read_draw_set(tmp_path / "linux.npy", checksum="0")


class TestMakeDraws:
    @pytest.mark.parametrize("track_key", sorted(CHECKSUMS))
    def test_makes_the_stored_numbers_again(self, track_key):
        stored = load_draws(track_key).table
        # Scores may differ in the last bit between builds of SciPy.
        made = make_table(track_key, scramble=SCRAMBLES[track_key])
        assert made == pytest.approx(stored, abs=1e-6)

    def test_writes_a_file_for_every_set(self, request, tmp_path, capsys):
        script = runpy.run_path(str(request.config.rootpath / "scripts" / "make_draws"))
        script["write_sets"](tmp_path)
        printed = capsys.readouterr().out
        assert {path.stem for path in tmp_path.iterdir()} == set(CHECKSUMS) == set(SCRAMBLES)
        for path in tmp_path.iterdir():
            digest = hashlib.sha256(path.read_bytes()).hexdigest()
            assert f'"{path.stem}": "{digest}"' in printed

    def test_seeds_by_track_size_and_scramble_only(self):
        text = "dims=31\nmodel=roi-1.0\nn=1024\ntrack=linux"
        seed = make_seed(track_key="linux", dimension_count=31, draw_count=1024)
        digest = hashlib.blake2b(text.encode()).digest()
        assert seed == int.from_bytes(digest[:8], "big")
        seed = make_seed(track_key="linux", dimension_count=31, draw_count=1024, scramble=7)
        digest = hashlib.blake2b(f"{text}\nscramble=7".encode()).digest()
        assert seed == int.from_bytes(digest[:8], "big")
        assert seed != make_seed(track_key="python", dimension_count=31, draw_count=1024)
