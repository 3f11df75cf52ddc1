# %% [markdown]
# # When customers pay back, and what each of them brings
#
# Opens a results file of `valuescale run FILE -o shop.h5`. As a script: `python3 run.py shop.h5 pictures/`

# %%
import pathlib
import sys

import matplotlib.pyplot as plt
import xarray

FILE, FOLDER = sys.argv[1:3] if sys.argv[2:] else ("shop.h5", ".")


def group(name=""):
    return xarray.open_dataset(FILE, engine="h5netcdf", group=name)


def say(name, values):
    """What was drawn, as numbers."""
    print(name, *(repr(float(value)) for value in values))


run = group().attrs
customer = group("all/customer")

# %% [markdown]
# ## Payback
#
# The curve is the share of customers who have paid back what it took to win them, by the end of each step, and twice its standard error on
# either side. What is missing above its end are those who never do, and those for whom the horizon came too early to tell.

# %%
which = "lasting" if run["lasting_is_headline"] else "first"
curve = customer[[f"payback_{which}_cdf", f"payback_{which}_cdf_se"]].to_dataframe()
curve.columns = ["share", "se"]
never = customer[f"payback_{which}_never"].item()

figure, axes = plt.subplots(figsize=(8, 5))
(line,) = axes.step(curve.index, curve.share, where="post", color="tab:blue", label="have paid back")
axes.fill_between(curve.index, curve.share - 2 * curve.se, curve.share + 2 * curve.se, step="post", color="tab:blue", alpha=0.2)
axes.axhspan(1 - never, 1, color="tab:red", alpha=0.25, label=f"never: {never:.1%}")
axes.set(xlabel=f"{run['step_unit']}s since the purchase", ylabel="share of customers", ylim=(0, 1.01), title=run["title"])
axes.legend(loc="center right")
figure.savefig(pathlib.Path(FOLDER) / "payback.png", dpi=100)

say("payback", line.get_ydata())
say("never", [never])

# %% [markdown]
# ## Profit per customer
#
# Customers stand in a row, the worst on the left; the height is the profit that each brings. Red is lost, and where it ends is P(loss). The file
# keeps the curve at nine points, 1 % to 99 %.

# %%
profit = customer.profit_quantile.to_series()
p_loss = customer.p_loss.item()
if profit.index[0] < p_loss < profit.index[-1]:
    profit.loc[p_loss] = 0.0
    profit = profit.sort_index()

figure, axes = plt.subplots(figsize=(8, 5))
(line,) = axes.plot(profit.index, profit, color="black", linewidth=1)
axes.fill_between(profit.index, profit, where=profit <= 0, color="tab:red", alpha=0.6, label=f"lose money: {p_loss:.1%}")
axes.fill_between(profit.index, profit, where=profit >= 0, color="tab:green", alpha=0.4, label="bring profit")
axes.axhline(customer.profit_mean.item(), linestyle="--", color="gray", label=f"mean: {customer.profit_mean.item():,.2f}")
axes.set(xlabel="share of customers, worst first", ylabel=f"profit per customer, {run['currency']}", xlim=(0, 1), title=run["title"])
axes.legend(loc="upper left")
figure.savefig(pathlib.Path(FOLDER) / "profit.png", dpi=100)

say("profit", line.get_ydata())
say("p_loss", [p_loss])
say("mean", [customer.profit_mean.item()])
