#!/usr/bin/env python3
"""Each check of tools/dev passes on a small sound tree and fails on a mistake planted in it, naming the place."""
import os
import shutil
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

DEV = Path(__file__).resolve().parents[2] / "tools" / "dev"


class Tree(unittest.TestCase):
    """A scratch tree with the rooms and a copy of the scripts."""

    def setUp(self):
        self.root = Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, self.root)
        shutil.copytree(DEV, self.root / "tools" / "dev")
        self.write("sim/stats/sum.hpp", "#pragma once\n#include <vector>\n")
        self.write("models/description/law.hpp", '#pragma once\n#include "sim/stats/sum.hpp"\n')
        self.write("scenarios/reader/reader.hpp", '#pragma once\n#include "models/description/law.hpp"\n#include <toml++/toml.h>\n')
        self.write("results/answer/answer.hpp", '#pragma once\n#include "models/description/law.hpp"\n')

    def write(self, path, text):
        (self.root / path).parent.mkdir(parents=True, exist_ok=True)
        (self.root / path).write_text(text, encoding="utf-8")

    def run_check(self, name, *arguments):
        done = subprocess.run([self.root / "tools/dev" / name, *arguments], capture_output=True, text=True)
        return done.returncode, done.stdout + done.stderr

    def assert_passes(self, name, *arguments):
        status, text = self.run_check(name, *arguments)
        self.assertEqual(status, 0, text)

    def assert_fails(self, name, message, *arguments):
        status, text = self.run_check(name, *arguments)
        self.assertEqual(status, 1, text)
        self.assertIn(message, text)


class Layers(Tree):
    def test_sound_tree_passes(self):
        self.assert_passes("check-layers")

    def test_a_room_may_not_include_one_above_it(self):
        self.write("models/lifetime/bad.hpp", '#include "results/answer/answer.hpp"\n')
        self.assert_fails("check-layers", "models/lifetime/bad.hpp:1: models may not include results")

    def test_scenarios_and_results_do_not_know_each_other(self):
        self.write("results/json/bad.cpp", '#include "scenarios/reader/reader.hpp"\n')
        self.assert_fails("check-layers", "results may not include scenarios")

    def test_program_code_may_not_include_tests(self):
        self.write("tests/support/catch.hpp", "")
        self.write("sim/stats/bad.cpp", '#include "tests/support/catch.hpp"\n')
        self.assert_fails("check-layers", "sim may not include tests")

    def test_siblings_of_a_room_do_not_know_each_other(self):
        self.write("models/repeat/visits.hpp", "")
        self.write("models/description/bad.hpp", '\n#include "models/repeat/visits.hpp"\n')
        self.assert_fails("check-layers", "models/description/bad.hpp:2: models/description may not include models/repeat")

    def test_libraries_stay_in_their_room(self):
        for header, place in (("toml++/toml.h", "models/catalog"), ("nlohmann/json.hpp", "models/lifetime"), ("hdf5.h", "results/json"),
                              ("tbb/parallel_for.h", "models/lifetime"), ("CLI/CLI.hpp", "scenarios/reader"),
                              ("catch2/catch.hpp", "tests/sim")):
            with self.subTest(header=header):
                self.write(f"{place}/bad.cpp", f"#include <{header}>\n")
                self.assert_fails("check-layers", f"may include <{header}>")
                os.remove(self.root / place / "bad.cpp")

    def test_a_library_nobody_decided_on_is_refused(self):
        self.write("sim/stats/bad.cpp", "#include <eigen3/Eigen/Dense>\n")
        self.assert_fails("check-layers", "of no library")

    def test_includes_are_written_from_the_root(self):
        self.write("sim/stats/bad.cpp", '#include "sum.hpp"\n')
        self.assert_fails("check-layers", "not written from the project's root")

    def test_a_new_folder_must_be_entered(self):
        self.write("models/weather/rain.hpp", "")
        self.assert_fails("check-layers", "models/weather: a new folder")

    def test_a_circle_of_folders_is_found(self):
        self.write("sim/stats/a.hpp", '#include "sim/batch/b.hpp"\n')
        self.write("sim/batch/b.hpp", '#include "sim/stats/a.hpp"\n')
        self.assert_fails("check-layers", "in a circle: sim/stats -> sim/batch -> sim/stats")


class Words(Tree):
    def test_sound_tree_passes(self):
        self.assert_passes("check-words")

    def test_a_path_of_one_machine_is_found(self):
        self.write("README.md", "see\n" + "/ho" + "me/me/notes.txt\n")
        self.assert_fails("check-words", "README.md:2: a path of one machine")

    def test_a_package_host_is_found(self):
        self.write("setup.sh", "curl https://" + "py" + "pi.org/simple\n")
        self.assert_fails("check-words", "setup.sh:1: a host")

    def test_paths_inside_longer_words_are_fine(self):
        self.write("README.md", "a table of cash/work/time, build/home/x, ~/work/x, ${ROOT}/work/x, https://example.com/home/x\n")
        self.assert_passes("check-words")


class Headers(Tree):
    def test_a_header_that_needs_another_is_found(self):
        self.write("sim/stats/bad.hpp", "#pragma once\ninline std::string name() { return {}; }\n")
        self.assert_fails("check-headers", "sim/stats/bad.hpp does not compile alone", "sim/stats/bad.hpp", "sim/stats/sum.hpp")
        self.assert_passes("check-headers", "sim/stats/sum.hpp")

    def test_a_missing_guard_is_found(self):
        self.write("sim/stats/bad.hpp", "struct Twice {};\n")
        self.assert_fails("check-headers", "sim/stats/bad.hpp does not compile alone", "sim/stats/bad.hpp")


@unittest.skipUnless(shutil.which("clang-format-14"), "clang-format 14 is not here")
class Format(Tree):
    def test_a_file_that_is_not_formatted_is_named(self):
        shutil.copy(DEV.parents[1] / ".clang-format", self.root)
        self.assert_passes("check-format")
        self.write("sim/stats/bad.hpp", "int   f( );\n")
        self.assert_fails("check-format", "sim/stats/bad.hpp")


class Symbols(Tree):
    def compile(self, source, *flags):
        self.write("kernel.cpp", source)
        compiler = os.environ.get("CXX", "g++")
        subprocess.run([compiler, "-std=c++20", "-O0", *flags, "-c", self.root / "kernel.cpp", "-o", self.root / "kernel.o"], check=True)
        return self.root / "kernel.o"

    def test_plain_functions_pass(self):
        self.assert_passes("check-symbols", self.compile("namespace v3 { int twice(int x) { return 2 * x; } }"))

    def test_an_instance_of_a_standard_template_is_found(self):
        source = "#include <algorithm>\nnamespace v3 { int most(int a, int b) { return std::max(a, b); } }"
        self.assert_fails("check-symbols", "weak: int const& std::max", self.compile(source))
        self.assert_fails("check-symbols", "weak: int const& std::max", "--namespace", "v3", self.compile(source))

    def test_inline_functions_of_the_own_namespace_are_allowed_on_request(self):
        source = "namespace v3 { inline int twice(int x) { return 2 * x; }\nint call(int x) { return twice(x); } }"
        self.assert_fails("check-symbols", "weak: v3::twice(int)", self.compile(source))
        self.assert_passes("check-symbols", "--namespace", "v3", self.compile(source))

    def test_a_static_library_is_read_too(self):
        item = self.compile("inline int twice(int x) { return 2 * x; }\nint call(int x) { return twice(x); }")
        subprocess.run(["ar", "rc", self.root / "kernels.a", item], check=True)
        self.assert_fails("check-symbols", "kernel.o: weak: twice(int)", self.root / "kernels.a")


if __name__ == "__main__":
    sys.exit(unittest.main())
