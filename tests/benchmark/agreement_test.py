#!/usr/bin/python3
"""The benchmark's baselines live the same models as valuescale, a wrong figure in any of them is noticed, and so is a ratio that fell.
Usage: agreement_test.py VALUESCALE BASELINES REFERENCE"""
import sys
import unittest
from pathlib import Path
from unittest import mock

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tools/benchmark"))

import ratios  # noqa: E402
from agreement import Truth, compare_all, with_reference  # noqa: E402
from sides import Reference, baseline_sides, valuescale_sides  # noqa: E402
from workloads import WORKLOADS  # noqa: E402

PROGRAM, BASELINES, REFERENCE = (Path(argument) for argument in sys.argv[1:4])
NUMBA_CACHE = BASELINES.parent.parent / "benchmark-numba"
CUSTOMERS = 60_000
THREADS = 2
WRONG = {"shop": "upsell_take=0.36", "cdnow": "alpha=12", "shop-ten-years": "discount=0.014"}


def sides():
    """Numba only where tools/bench has compiled it already: that takes longer than the whole test."""
    numpy, *others = baseline_sides(BASELINES, NUMBA_CACHE)
    return numpy, [side for side in others if side.name != "numba" or NUMBA_CACHE.exists()]


class Agreement(unittest.TestCase):
    def check(self, workload):
        numpy, others = sides()
        truth = Truth(valuescale_sides(PROGRAM, workload)[-1], numpy, workload, CUSTOMERS, THREADS)
        differences = truth.differences_of_numpy() + [difference for side in others for difference in truth.differences(side, THREADS)]
        self.assertGreater(len(differences), len(others) * workload.steps)
        self.assertEqual([], [str(difference) for difference in differences if difference.too_large])
        for side in (numpy, *others):
            with self.subTest(f"a wrong figure of {side.name} is noticed: {WRONG[workload.name]}"):
                self.assertTrue(any(difference.too_large for difference in truth.differences(side, THREADS, WRONG[workload.name])))

    def test_shop(self):
        self.check(WORKLOADS["shop"])

    def test_cdnow(self):
        self.check(WORKLOADS["cdnow"])

    def test_shop_over_ten_years(self):
        self.check(WORKLOADS["shop-ten-years"])


    def test_contractor(self):
        workload, reference = WORKLOADS["contractor"], Reference(REFERENCE, fewer=6)
        valuescale = valuescale_sides(PROGRAM, workload)[-1]
        differences = compare_all(valuescale, [reference], workload, CUSTOMERS, (THREADS,))
        self.assertGreater(len(differences), 2 * workload.steps)
        self.assertEqual([], [str(difference) for difference in differences if difference.too_large])
        wrong = reference.live(workload, CUSTOMERS, 1, change="offer.furnace.price=3300").result
        answer = valuescale.live(workload, CUSTOMERS, THREADS).result
        self.assertTrue(any(difference.too_large for difference in with_reference(wrong, answer)))


class Ratios(unittest.TestCase):
    def fallen_short(self, ratio, threads=2, customers=1000):
        def measured(one_thread, customers):
            return {"shop": {"customers": customers, "ratios": {"v3": {"1 thread": {"std": one_thread}, "all threads": {"std": 20}}}}}

        with mock.patch.object(ratios, "stored", lambda: {"threads": 2, "workloads": measured(10, 1000)}):
            return ratios.fallen_short(threads, measured(ratio, customers))

    def test_a_smaller_ratio_is_reported(self):
        problems, compared = self.fallen_short(10 * (1 - ratios.TOLERANCE) - 0.1)
        self.assertEqual((1, 2), (len(problems), compared))

    def test_what_the_machine_does_is_not(self):
        self.assertEqual(([], 2), self.fallen_short(10 * (1 - ratios.TOLERANCE) + 0.1))

    def test_only_the_same_numbers_of_threads_and_customers_are_compared(self):
        self.assertEqual(([], 1), self.fallen_short(10, threads=8))
        self.assertEqual(([], 0), self.fallen_short(1, customers=2000))


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
