"""The figures of the workloads as the Python baselines know them: written down here by hand, like those in parameters.hpp, and not read from
the scenario files, so that a baseline and valuescale agree only if both understand the same model."""
from typing import NamedTuple


class Shop(NamedTuple):
    """workloads/shop.toml; times in months."""
    steps: int = 36
    step: float = 1.0
    discount: float = 0.1 / 12

    channel_share: tuple = (0.4, 0.3, 0.2, 0.1)
    cost_mean: tuple = (18.0, 25.0, 40.0, 10.0)
    cost_sigma: float = 0.3

    segment_share: tuple = (0.05, 0.67, 0.28)
    segment_rate: tuple = (3.0, 1.0, 0.4)
    segment_margin: tuple = (1.25, 1.0, 0.7)
    segment_cost: tuple = (0.8, 1.0, 1.8)

    first_sale: float = 10.0 - 18
    upsell_take: float = 0.33
    upsell_worth: float = 25 * 0.7
    rung_take: float = 0.4
    rung_delay_mean: float = 1.0
    rung_worth: float = 100 * 0.6
    downsell_take: float = 0.15
    downsell_worth: float = 9 * 0.7

    referrals_mean: float = 0.15
    referral_take: float = 0.4
    referral_delay: float = 1.0
    referral_worth: float = 12.0

    r: float = 0.8
    alpha: float = 1.6
    a: float = 0.8
    b: float = 2.5
    spend_mean: float = 30.0
    spend_sigma: float = 0.6
    margin: float = 0.45
    unit_cost: float = 2.0


class Music(NamedTuple):
    """scenarios/cdnow.toml; times in weeks."""
    steps: int = 78
    step: float = 1.0
    discount: float = 0.0

    channel_share: tuple = (1.0,)
    cost: float = 15.0
    margin: float = 0.3

    r: float = 0.5533
    alpha: float = 10.578
    s: float = 0.6062
    beta: float = 11.669

    p: float = 6.25
    q: float = 3.74
    gamma: float = 15.44


WORKLOADS = {
    "shop": Shop(),
    "cdnow": Music(),
    # A week is 7 days, a month 30.4375.
    "shop-ten-years": Shop(steps=520, step=7 / 30.4375),
}


def changed(parameters, change):
    """With `change`, NAME=VALUE or nothing: so that a test can see that a wrong figure is noticed."""
    if not change:
        return parameters
    name, value = change.split("=")
    return parameters._replace(**{name: float(value)})
