# %% [markdown]
# # What a plan does to the bank account
#
# Opens a results file of `valuescale run FILE -o plan.h5`, where FILE has a `[plan]`. As a script: `python3 plan.py plan.h5 pictures/`

# %%
import pathlib
import sys

import matplotlib.pyplot as plt
import xarray

FILE, FOLDER = sys.argv[1:3] if sys.argv[2:] else ("plan.h5", ".")


def group(name=""):
    return xarray.open_dataset(FILE, engine="h5netcdf", group=name)


def say(name, values):
    """What was drawn, as numbers."""
    print(name, *(repr(float(value)) for value in values))


run, plan = group().attrs, group("plan")

# %% [markdown]
# ## Cash
#
# What has come in less what has gone out until the end of each month. Between the outer lines lie nine in ten worlds, between the inner ones half.
# The money that is needed on the way, at its mean over worlds, is the dashed line: each world has its lowest month at a time of its own, so it lies
# deeper than the middle line does.

# %%
cash = plan.cash_quantile.to_pandas()
needed = plan.peak_funding_mean.item()

figure, axes = plt.subplots(figsize=(8, 5))
axes.fill_between(cash.index, cash[0.05], cash[0.95], color="tab:blue", alpha=0.2, label="9 in 10 worlds")
axes.fill_between(cash.index, cash[0.25], cash[0.75], color="tab:blue", alpha=0.3, label="half of the worlds")
lines = {level: axes.plot(cash.index, cash[level], color="tab:blue", linewidth=2 if level == 0.5 else 0.5)[0] for level in cash}
lines[0.5].set_label("the middle world of each month")
axes.axhline(0, color="black", linewidth=0.8)
axes.axhline(-needed, linestyle="--", color="tab:red", label=f"peak funding, mean: {needed:,.0f}")
axes.set(xlabel="month", ylabel=f"cash that has moved, {run['currency']}", title=run["title"])
axes.legend(loc="upper left")
figure.savefig(pathlib.Path(FOLDER) / "cash.png", dpi=100)

for level, line in lines.items():
    say(f"cash_{level}", line.get_ydata())
say("peak_funding", [needed])
