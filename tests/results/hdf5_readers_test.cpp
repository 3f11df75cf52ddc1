// A results file is opened as it is by the programs people have.
#include "tests/results/planned_answer.hpp"
#include "tests/results/process.hpp"
#include "tests/support/catch.hpp"

#include "results/hdf5/results_file.hpp"

#include <fmt/format.h>

using namespace valuescale;
using tests::Folder;
using tests::says;

namespace {

/// Runs a Python program with the file's name as FILE.
std::string python(const Folder& folder, const std::string& program) {
  tests::put(folder / "read.py", "FILE = '" + (folder / "a.h5") + "'\n" + program);
  const tests::Outcome outcome = tests::shell("PYTHONIOENCODING=utf-8 /usr/bin/python3 -W error::UserWarning " + (folder / "read.py"));
  CAPTURE(outcome.err);
  REQUIRE(outcome.code == 0);
  return outcome.out;
}

}  // namespace

TEST_CASE("xarray opens every group and finds numbers by their labels") {
  const Folder folder;
  const results::Answer answer = tests::planned_answer();
  results::write_results(answer, folder / "a.h5");
  const std::string out = python(folder, R"(
import xarray
def group(name): return xarray.open_dataset(FILE, engine='h5netcdf', group=name)
root = xarray.open_dataset(FILE, engine='h5netcdf')
print(root.attrs['title'], root.attrs['seed'], root.scenario_text.item().splitlines()[1])
print(repr(group('by_channel/customer').profit_mean.sel(channel='微信').item()))
print(repr(group('all/lead').payback_first_cdf.sel(step=7).item()))
print(repr(group('by_segment/lead').ltv_quantile.sel(segment='=cmd()', level=0.95).item()))
print(repr(group('all/customer').stage_mean.sel(stage='ladder').item()))
print(repr(group('worlds').assumption_value.sel(assumption='offer.first-course.take', world=2).item()))
print(group('worlds_interval/customer').cohort_payback.values[2], group('cohort').n.item(), group('assumptions').note.values[0])
print(group('all/customer').payback_first_cdf.dims, group('all/customer').step.units)
plan = group('plan')
print(plan.cash_quantile.dims, plan.month.units, plan.variance_luck.units)
print(repr(plan.cash_quantile.sel(month=2, level=0.05).item()), repr(plan.cvar.sel(tail_level=0.95).item()))
print(repr(group('plan/limited_cash').ruin_cdf.sel(month=3).item()), group('plan/cohorts').complete.values)
print(repr(group('plan/by_channel').profit_quantile_hi.sel(channel='微信', level=0.75).item()))
print(group('plan/worlds').ruin.sel(world=0).item(), group('plan/worlds').break_even.values)
print(repr(group('ladder').take_rate.sel(place='step.=upsell()').item()))
print(repr(group('ladder/ways').later_se.sel(way='repeat.courses bought > step.=upsell()').item()))
)");
  const auto number = [](double value) { return fmt::format("{}\n", value); };
  CHECK(says(out, "English school: the first course at cost 18446744073709551615 # sold out, 售罄\n"));
  CHECK(says(out, number(answer.channels[1].second.customer.profit.mean.value)));
  CHECK(says(out, number(answer.all.lead.payback.first.cdf[7].value)));
  CHECK(says(out, number(answer.segments[1].second.lead.ltv.quantiles[4].second.value)));
  CHECK(says(out, number(answer.all.customer.by_stage[2].second.value)));
  CHECK(says(out, "0.12\n"));
  CHECK(says(out, "inf 500 last autumn\n"));
  CHECK(says(out, "('step',) week\n"));
  const results::PlanAnswer& plan = *answer.plan;
  CHECK(says(out, "('month', 'level') month CNY^2\n"));
  CHECK(says(out, fmt::format("{:.1f} {:.1f}\n", plan.cash[1].quantiles[0].second.value, plan.tails[1].cvar.value)));
  CHECK(says(out, fmt::format("{} [1 0 0 0]\n", plan.ruin_cdf[2].value)));
  CHECK(says(out, fmt::format("{:.1f}\n", plan.channels[1].profit.quantiles[3].second.hi)));
  CHECK(says(out, "3.0 [inf  2.  1.]\n"));
  CHECK(says(out, number(answer.ladder->places[1].numbers.rate.value)));
  CHECK(says(out, number(answer.ladder->ways[2].numbers.later.se)));
}

TEST_CASE("h5py finds conventions kept on every dataset: units, scales, filters, order, no times") {
  const Folder folder;
  results::write_results(tests::planned_answer(), folder / "a.h5");
  const std::string out = python(folder, R"(
import h5py
f = h5py.File(FILE)
arrays = 0
def visit(name, item):
    global arrays
    if isinstance(item, h5py.Group): return
    arrays += 1
    assert item.attrs['units'] and item.attrs['long_name'], name
    assert item.dtype.kind in 'fiO', name
    for dimension in item.dims:
        assert len(dimension) == 1 or h5py.h5ds.is_scale(item.id), name
    if item.ndim and item.dtype.kind != 'O':
        assert item.shuffle and item.fletcher32 and item.compression == 'gzip', name
f.visititems(visit)
def order(group):
    assert group.id.get_create_plist().get_link_creation_order() == 3
    assert group.id.get_create_plist().get_attr_creation_order() == 3
    for child in group.values():
        if isinstance(child, h5py.Group): order(child)
for child in f.values():
    if isinstance(child, h5py.Group): order(child)
assert list(f.attrs)[-1] == 'complete' and f.attrs['complete'] == 1
assert h5py.h5g.get_objinfo(f['all/lead/profit_mean'].id).mtime == 0 and h5py.h5g.get_objinfo(f['all'].id).mtime == 0
print(arrays, f['by_channel/customer/channel'].asstr()[1])
)");
  // The root's, the blocks', their views' with and without referrals, the children's, who brings the profit and how it is spread, the spend's and its
  // curve's, between worlds, the cohort's, the ladder's and its ways', the worlds', the assumptions'; the plan's: the business's, limited cash's, those of
  // worlds drawn for ruin, the cohorts' and that by age, the channels', the worlds'.
  const int blocks = 4 + 5 + 5, views = 2 * 77 + 4 * 78, profit = 21 + 22 + 22 + 8 + 8 + 4, children = 11 + 12 + 12, ladder = 11 + 12,
            plan = 116 + 20 + 6 + 13 + 6 + 55 + 12;
  CHECK(out == fmt::format("{} 微信\n", 3 + blocks + 2 * views + children + profit + 18 + 20 + 2 * 25 + 9 + ladder + 13 + 5 + plan));
}

TEST_CASE("netCDF tools read the file, and know its dimensions and texts") {
  const Folder folder;
  results::write_results(tests::planned_answer(), folder / "a.h5");
  const tests::Outcome header = tests::shell("ncdump -h " + (folder / "a.h5"));
  CHECK(header.code == 0);
  CHECK(header.err == "");
  CHECK(says(header.out, "double profit_quantile(channel, level) ;"));
  CHECK(says(header.out, "double assumption_value(assumption, world) ;"));
  CHECK(says(header.out, "double cash_quantile(month, level) ;"));
  CHECK(says(header.out, "profit_mean:units = \"CNY\" ;"));
  CHECK(says(header.out, ":schema = \"valuescale.results/1\" ;"));
  const tests::Outcome data = tests::shell("ncdump " + (folder / "a.h5"));
  CHECK(data.code == 0);
  CHECK(says(data.out, "channel = \"fish-pond\", \"微信\" ;"));
}

TEST_CASE("HDF5's own tools read the whole file") {
  const Folder folder;
  results::write_results(tests::planned_answer(), folder / "a.h5");
  const tests::Outcome outcome = tests::shell("h5dump " + (folder / "a.h5"));
  CHECK(outcome.code == 0);
  CHECK(says(outcome.out, "DATASET \"payback_lasting_cdf\""));
  CHECK_FALSE(says(outcome.out, "H5T_COMPOUND {\n               H5T_STD"));
  CHECK_FALSE(says(outcome.out, "H5T_ENUM"));
}

TEST_CASE("R reads the file with ncdf4") {
  if (tests::shell("Rscript -e 'library(ncdf4)'").code != 0) {
    WARN("not tested: R with ncdf4 is not installed (Debian: r-cran-ncdf4)");
    return;
  }
  const Folder folder;
  const results::Answer answer = tests::planned_answer();
  results::write_results(answer, folder / "a.h5");
  tests::put(folder / "read.R", "library(ncdf4)\nf <- nc_open('" + (folder / "a.h5") + R"(')
cat(sprintf('%.17g', ncvar_get(f, 'worlds/assumption_value')[3, 2]), ncatt_get(f, 0, 'currency')$value,
    sprintf('%.17g', ncvar_get(f, 'by_segment/customer/p_loss')[2]), ncvar_get(f, 'all/lead/stage')[4],
    ncvar_get(f, 'plan/cash_quantile')[1, 2], ncvar_get(f, 'plan/worlds/customers')[3], '\n')
)");
  const tests::Outcome outcome = tests::shell("Rscript " + (folder / "read.R"));
  CAPTURE(outcome.err);
  CHECK(outcome.code == 0);
  CHECK(outcome.out == fmt::format("63 CNY {:.17g} repeat {} 93 \n", answer.segments[1].second.customer.p_loss.value,
                                   answer.plan->cash[1].quantiles[0].second.value));
}
