// The plan: cash on the way, when it is back, what can go wrong and why, whom it wins.
#include "results/answer/density.hpp"
#include "results/report/telling.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace valuescale::results::report {
namespace {

/// Months over worlds as a fan: 90 % of worlds in the light band, half in the dark one; any percentile as a line of its own.
struct Fan {
  Json chart;
  Table table;
};

Fan fan_of(const Telling& telling, const std::vector<PlanMonth>& months, const std::string& name, const Json& y, bool from_zero,
           std::string (Numbers::*write)(double) const) {
  const auto& [answer, say, numbers, business, factor, grouped] = telling;
  Json x = Json::array();
  Ends mean;
  std::map<double, Json> levels;
  Fan fan;
  fan.table.heads = {say("plan.month"), say("plan.mean")};
  const auto& kept = months.front().quantiles;
  for (const auto& [level, value] : kept) {
    levels[level] = from_zero ? Json::array({0}) : Json::array();
    fan.table.heads.push_back(say("plan.percentile", {{"level", numbers.level(level)}}));
  }
  if (from_zero) {
    x.push_back(0);
    mean.add({0, 0}, factor);
  }
  for (const PlanMonth& month : months) {
    x.push_back(month.month);
    mean.add(month.mean, factor);
    fan.table.rows.push_back({std::to_string(month.month), (business.*write)(month.mean.value)});
    for (const auto& [level, value] : month.quantiles) {
      levels[level].push_back(number(value.value));
      fan.table.rows.back().push_back((business.*write)(value.value));
    }
  }
  Json series = Json::array();
  Json whole = {{"name", name}, {"x", x}, {"y", mean.value}, {"lo", mean.lo}, {"hi", mean.hi}, {"bands", Json::array()}};
  const auto band = [&](double low, double high) {
    if (levels.count(low) && levels.count(high)) whole["bands"].push_back({{"lo", levels[low]}, {"hi", levels[high]}});
  };
  band(0.05, 0.95);
  band(0.25, 0.75);
  series.push_back(std::move(whole));
  Json names = Json::array();
  for (const auto& [level, values] : levels) {
    const std::string choice = numbers.level(level);
    names.push_back(choice);
    series.push_back(
        {{"name", say("plan.percentile", {{"level", choice}})}, {"x", x}, {"y", values}, {"choice", choice}, {"dash", 2}, {"role", "ink"}});
  }
  fan.chart = {{"kind", "curves"}, {"x", axis(say("axis.month"), "month")}, {"y", y}, {"series", std::move(series)}};
  if (levels.size() > 1) fan.chart["choose"] = {{"title", say("plan.choose")}, {"names", std::move(names)}, {"start", numbers.level(0.5)}};
  return fan;
}

Figure cash(const Telling& telling) {
  const auto& [answer, say, numbers, business, factor, grouped] = telling;
  const PlanAnswer& plan = *answer.plan;
  Fan fan = fan_of(telling, plan.cash, say("plan.cash-mean"), axis(say("axis.cash", {{"currency", answer.currency}}), "money"), true,
                   &Numbers::bare_money);
  fan.chart["marks"] = Json::array();
  if (plan.peak_funding.mean.value > 0) {
    fan.chart["marks"].push_back(
        mark("y", -plan.peak_funding.mean.value, say("plan.mark-funding", {{"amount", business.money(plan.peak_funding.mean.value)}})));
    fan.chart["marks"].back()["low"] = true;
  }
  if (std::isfinite(plan.break_even.median.value))
    fan.chart["marks"].push_back(
        mark("x", plan.break_even.median.value, say("plan.mark-even", {{"when", numbers.at_month(plan.break_even.median.value)}})));
  const double most = at_level(plan.peak_funding.quantiles, 0.95);
  const bool are_many = answer.worlds > 1 && std::isfinite(most);
  std::string says = say("plan.cash-says", {{"mean", business.money(plan.peak_funding.mean.value)},
                                            {"average", are_many ? say("plan.cash-average") : std::string()}});
  if (are_many) says += say("plan.cash-says-most", {{"most", business.money(most)}});
  says += say("sentence-end");
  const auto lower = [](const PlanMonth& a, const PlanMonth& b) { return a.mean.value < b.mean.value; };
  const double lowest = std::min_element(plan.cash.begin(), plan.cash.end(), lower)->mean.value;
  // By so much that it is seen.
  if (are_many && plan.peak_funding.mean.value > 1.05 * std::fmax(0, -lowest)) says += say("plan.cash-says-deeper");
  if (plan.p_ruin) says += say("plan.cash-says-cash");
  return {"cash", say("plan.cash-title"), says, std::move(fan.chart), std::move(fan.table)};
}

Json chances(const std::string& name, const std::vector<Estimate>& cdf, double factor) {
  Json x = Json::array({0});
  Ends ends;
  ends.add_share({0, 0}, factor);
  for (std::size_t m = 0; m < cdf.size(); ++m) {
    x.push_back(m + 1);
    ends.add_share(cdf[m], factor);
  }
  return {{"name", name}, {"x", std::move(x)}, {"y", std::move(ends.value)}, {"lo", std::move(ends.lo)}, {"hi", std::move(ends.hi)},
          {"steps", true}};
}

Figure break_even(const Telling& telling) {
  const auto& [answer, say, numbers, business, factor, grouped] = telling;
  const PlanAnswer& plan = *answer.plan;
  Json series = Json::array(
      {chances(say("plan.even"), plan.break_even.cdf, factor), chances(say("plan.even-lasting"), plan.lasting_break_even.cdf, factor)});
  series[0]["role"] = "gain";
  series[1]["role"] = "total";
  series[1]["dash"] = 1;
  Table table{{say("plan.month"), say("plan.even"), say("plan.even-lasting")}, {}, 1};
  if (plan.p_ruin) {
    series.push_back(chances(say("plan.ruin"), plan.ruin_cdf, factor));
    series.back()["role"] = "loss";
    table.heads.push_back(say("plan.ruin"));
  }
  for (std::size_t m = 0; m < plan.break_even.cdf.size(); ++m) {
    table.rows.push_back({std::to_string(m + 1), numbers.share_with_error(plan.break_even.cdf[m]),
                          m < plan.lasting_break_even.cdf.size() ? numbers.share_with_error(plan.lasting_break_even.cdf[m]) : "?"});
    if (plan.p_ruin) table.rows.back().push_back(m < plan.ruin_cdf.size() ? numbers.share_with_error(plan.ruin_cdf[m]) : "?");
  }
  table.rows.push_back(
      {say("plan.never"), numbers.share_with_error(plan.break_even.never), numbers.share_with_error(plan.lasting_break_even.never)});
  if (plan.p_ruin) table.rows.back().push_back("");
  Json chart = {{"kind", "curves"},
                {"x", axis(say("axis.month"), "month")},
                {"y", axis(say("axis.of-worlds"), "share")},
                {"series", std::move(series)}};
  chart["y"]["min"] = 0;
  chart["y"]["max"] = 1;
  chart["areas"] = Json::array();
  if (plan.break_even.never.value > 0)
    chart["areas"].push_back({{"lo", number(1 - plan.break_even.never.value)},
                              {"hi", 1},
                              {"role", "total"},
                              {"name", say("plan.never-is", {{"never", numbers.share(plan.break_even.never.value)}})}});
  std::string says = say("plan.even-says", {{"ever", numbers.share(plan.break_even.ever.value)},
                                            {"lasting", numbers.share(plan.lasting_break_even.ever.value)},
                                            {"months", std::to_string(plan.months)}});
  if (plan.p_ruin) says += say("plan.ruin-says", {{"p", numbers.share(plan.p_ruin->value)}});
  return {"break-even", say("plan.even-title"), says, std::move(chart), std::move(table)};
}

Table outcome(const Telling& telling) {
  const auto& [answer, say, numbers, business, factor, grouped] = telling;
  const PlanAnswer& plan = *answer.plan;
  Table table{{say("plan.number"), say("plan.mean"), say("plan.low"), say("plan.middle"), say("plan.high")}, {}, 1};
  const auto row = [&](const char* name, const Distribution& of) {
    const auto at = [&](double level) { return business.bare_money(at_level(of.quantiles, level)); };
    table.rows.push_back({say(name), business.with_error(of.mean), at(0.05), at(0.5), at(0.95)});
  };
  row("plan.profit", plan.profit);
  row("plan.npv", plan.npv);
  row("plan.run-off-profit", plan.run_off_profit);
  row("plan.run-off-npv", plan.run_off_npv);
  row("plan.funding", plan.peak_funding);
  if (plan.lowest_cash) row("plan.lowest-cash", *plan.lowest_cash);
  const auto amount = [&](const char* name, const Estimate& of) { table.rows.push_back({say(name), business.with_error(of), "", "", ""}); };
  amount("plan.revenue", plan.revenue);
  amount("plan.acquisition", plan.acquisition);
  amount("plan.fixed-costs", plan.fixed_costs);
  for (const Tail& tail : plan.tails)
    table.rows.push_back({say("plan.cvar", {{"level", numbers.level(1 - tail.level)}}), business.bare_money(-tail.cvar.value), "", "", ""});
  table.rows.push_back({say("plan.p-loss"), numbers.share_with_error(plan.p_loss), "", "", ""});
  table.rows.push_back({say("plan.run-off-p-loss"), numbers.share_with_error(plan.run_off_p_loss), "", "", ""});
  return table;
}

std::optional<Figure> why_uncertain(const Telling& telling) {
  const auto& [answer, say, numbers, business, factor, grouped] = telling;
  const VarianceParts& variance = answer.plan->variance;
  if (!(variance.total.value > 0)) return std::nullopt;
  Json rows = Json::array();
  Ends shares;
  Table table{{say("variance.source"), say("variance.share"), say("variance.sd")}, {}, 1};
  const auto row = [&](const char* name, const Interval& part) {
    const double total = variance.total.value;
    rows.push_back(say(name));
    // An estimate of a variance may fall below zero by chance; the table tells it.
    shares.add(Interval{std::fmax(0, part.value / total), std::fmax(0, part.lo / total), std::fmin(1, part.hi / total)});
    table.rows.push_back({say(name), numbers.share(part.value / total), business.bare_money(std::sqrt(std::fmax(0, part.value)))});
  };
  row("variance.luck", variance.luck);
  if (answer.worlds_interval) row("variance.unknowns", variance.unknowns);
  if (variance.shocks.value > 0 || variance.shocks.hi > 0) row("variance.shocks", variance.shocks);
  table.rows.push_back({say("variance.total"), numbers.share(1), business.bare_money(std::sqrt(variance.total.value))});
  if (rows.size() < 2) return std::nullopt;
  Json chart = {{"kind", "bars"}, {"x", axis(say("axis.of-variance"), "share")}, {"rows", std::move(rows)}};
  chart["x"]["min"] = 0;
  chart["x"]["max"] = 1;
  chart["series"] = Json::array(
      {{{"name", say("variance.share")}, {"to", std::move(shares.value)}, {"lo", std::move(shares.lo)}, {"hi", std::move(shares.hi)}}});
  return Figure{"variance", say("variance.title"), say("variance.says"), std::move(chart), std::move(table)};
}

std::optional<Figure> by_channel(const Telling& telling) {
  const auto& [answer, say, numbers, business, factor, grouped] = telling;
  if (answer.plan->channels.empty()) return std::nullopt;
  Json rows = Json::array(), low = Json::array(), high = Json::array();
  Ends profits;
  Table table{{say("channels.channel"), say("plan.customers"), say("plan.spent"), say("channels.cac"), say("plan.they-bring"),
               say("plan.channel-profit"), say("plan.roi"), say("plan.paid-for-itself")},
              {},
              1};
  for (const PlanChannelAnswer& channel : answer.plan->channels) {
    rows.push_back(name_of(channel.name));
    profits.add(channel.profit.mean, factor);
    low.push_back(number(at_level(channel.profit.quantiles, 0.05)));
    high.push_back(number(at_level(channel.profit.quantiles, 0.95)));
    table.rows.push_back({name_of(channel.name), numbers.count(channel.customers.value), business.bare_money(channel.acquisition.value),
                          numbers.bare_money(channel.cac.value), business.bare_money(channel.whole_contribution.value),
                          business.with_error(channel.profit.mean), numbers.share(channel.roi.value),
                          numbers.share(channel.break_even.ever.value)});
  }
  Json chart = {
      {"kind", "bars"}, {"x", axis(say("axis.channel-profit", {{"currency", answer.currency}}), "money")}, {"rows", std::move(rows)}};
  chart["series"] = Json::array({{{"name", say("plan.channel-profit")},
                                  {"to", std::move(profits.value)},
                                  {"lo", std::move(profits.lo)},
                                  {"hi", std::move(profits.hi)},
                                  {"worlds", {{"lo", std::move(low)}, {"hi", std::move(high)}}},
                                  {"signed", true}}});
  return Figure{"plan-channels", say("plan.channels-title"), say("plan.channels-says"), std::move(chart), std::move(table)};
}

/// How plans end, over worlds. Of a plan that lives only some of its customers each world has more luck than it will: that is no picture of it.
std::optional<Figure> endings(const Telling& telling) {
  constexpr std::size_t kFewest = 50;
  const auto& [answer, say, numbers, business, factor, grouped] = telling;
  const PlanAnswer& plan = *answer.plan;
  if (plan.worlds.size() < kFewest || plan.lived_share < 1) return std::nullopt;
  std::vector<double> profits;
  for (const PlanWorldRow& world : plan.worlds) profits.push_back(world.profit);
  const auto drawn = density_of(profits);
  if (!drawn) return std::nullopt;
  Table table{{say("unknown.number"), say("plan.profit")}, {}, 1};
  for (const auto& [level, profit] : plan.profit.quantiles)
    table.rows.push_back({say("plan.percentile", {{"level", numbers.level(level)}}), business.bare_money(profit.value)});
  table.rows.push_back({say("plan.mean"), business.with_error(plan.profit.mean)});
  table.rows.push_back({say("plan.p-loss"), numbers.share_with_error(plan.p_loss)});
  const double stretch = stretch_at(*std::max_element(drawn->heights.begin(), drawn->heights.end()));
  Json chart = density_chart(say("axis.profit", {{"currency", answer.currency}}), stretch, business);
  chart["series"].push_back(density_series(say("plan.profit"), {drawn->at, drawn->heights}, stretch, "signed"));
  chart["series"][0]["role"] = "ink";
  chart["signs"] = Json::array({{{"role", "loss"}, {"name", say("sign.loses")}}, {{"role", "gain"}, {"name", say("sign.earns")}}});
  chart["marks"].push_back(mark("x", plan.profit.mean.value, say("plan.mean")));
  return Figure{"plan-density", say("plan.density-title"), say("plan.density-says", {{"p", numbers.share(plan.p_loss.value)}}),
                std::move(chart), std::move(table)};
}

std::optional<Figure> by_cohort(const Telling& telling) {
  const auto& [answer, say, numbers, business, factor, grouped] = telling;
  if (answer.plan->cohorts.size() < 2) return std::nullopt;
  Json x = Json::array();
  Ends paid, brought;
  Table table{{say("cohort.month"), say("plan.customers"), say("plan.spent"), say("plan.they-bring"), say("cohort.paid-back"),
               say("cohort.half-after")},
              {},
              1};
  for (const PlanCohortAnswer& cohort : answer.plan->cohorts) {
    x.push_back(cohort.month);
    paid.add(cohort.acquisition, factor);
    brought.add(cohort.contribution, factor);
    table.rows.push_back({std::to_string(cohort.month), numbers.count(cohort.customers.value), business.with_error(cohort.acquisition),
                          business.with_error(cohort.contribution), numbers.share(cohort.ever.value),
                          std::isinf(cohort.median.value) ? say("time.never") : numbers.count(cohort.median.value)});
  }
  Json chart = {{"kind", "curves"},
                {"x", axis(say("cohort.month"), "month")},
                {"y", axis(say("axis.cohort", {{"currency", answer.currency}}), "money")}};
  chart["series"] = Json::array({{{"name", say("plan.they-bring")},
                                  {"x", x},
                                  {"y", std::move(brought.value)},
                                  {"lo", std::move(brought.lo)},
                                  {"hi", std::move(brought.hi)},
                                  {"role", "gain"}},
                                 {{"name", say("plan.spent")},
                                  {"x", x},
                                  {"y", std::move(paid.value)},
                                  {"lo", std::move(paid.lo)},
                                  {"hi", std::move(paid.hi)},
                                  {"role", "loss"}}});
  chart["y"]["min"] = 0;
  return Figure{"cohorts", say("cohort.title"), say("cohort.says"), std::move(chart), std::move(table)};
}

/// Cells of a table that can still be read side by side.
constexpr std::size_t kTableColumns = 8;
constexpr double kDaysAMonth = 30.4375;

/// The month of theirs by which customers have earned back what was paid for them; infinite: none.
double earned_back_by(const PlanCohortAnswer& cohort) {
  const auto found = std::find_if(cohort.by_age.begin(), cohort.by_age.end(), [](const CohortAge& at) { return at.earned.value >= 1; });
  return found == cohort.by_age.end() ? std::numeric_limits<double>::infinity() : static_cast<double>(found - cohort.by_age.begin() + 1);
}

/// To as many digits as anybody reads.
Json rounded(double share) { return std::isfinite(share) ? Json(std::round(share * 1e4) / 1e4) : Json(); }

/// How much of what was paid for each month's customers has come back, by month of their lives.
std::optional<Figure> cohort_payback(const Telling& telling) {
  const auto& [answer, say, numbers, business, factor, grouped] = telling;
  const PlanAnswer& plan = *answer.plan;
  std::vector<const PlanCohortAnswer*> cohorts;
  for (const PlanCohortAnswer& cohort : plan.cohorts)
    if (!cohort.by_age.empty() && !std::isnan(cohort.by_age.front().earned.value)) cohorts.push_back(&cohort);
  if (cohorts.empty()) return std::nullopt;
  const std::size_t ages = cohorts.front()->by_age.size();
  const std::size_t at_once = std::max<std::size_t>(1, (ages + kTableColumns - 1) / kTableColumns);
  Json columns = Json::array(), rows = Json::array(), ends = Json::array();
  Json earned = Json::array(), low = Json::array(), high = Json::array(), paid_back = Json::array();
  Table table{{say("cohort.month")}, {}, 1};
  const auto is_told = [&](std::size_t age) { return age % at_once == 0 || age + 1 == ages; };
  for (std::size_t age = 0; age < ages; ++age) {
    columns.push_back(std::to_string(age + 1));
    if (is_told(age)) table.heads.push_back(std::to_string(age + 1));
  }
  for (const PlanCohortAnswer* cohort : cohorts) {
    Json of = Json::array(), lo = Json::array(), hi = Json::array(), p = Json::array();
    table.rows.push_back({std::to_string(cohort->month)});
    for (std::size_t age = 0; age < std::min(ages, cohort->by_age.size()); ++age) {
      const CohortAge& at = cohort->by_age[age];
      of.push_back(rounded(at.earned.value));
      lo.push_back(rounded(at.earned.value - grouped * at.earned.se));
      hi.push_back(rounded(at.earned.value + grouped * at.earned.se));
      p.push_back(rounded(at.paid_back.value));
      if (is_told(age)) table.rows.back().push_back(numbers.share(at.earned.value));
    }
    rows.push_back(std::to_string(cohort->month));
    earned.push_back(std::move(of));
    low.push_back(std::move(lo));
    high.push_back(std::move(hi));
    paid_back.push_back(std::move(p));
    // So many months of theirs lie within the plan.
    ends.push_back(plan.months - cohort->month + 1);
  }
  Json chart = {{"kind", "heat"},
                {"x", axis(say("axis.age"), "month")},
                {"y", axis(say("cohort.month"), "month")},
                {"format", "share"},
                {"middle", 1},
                {"rows", std::move(rows)},
                {"columns", std::move(columns)},
                {"values", std::move(earned)},
                {"lo", std::move(low)},
                {"hi", std::move(high)},
                {"ends", std::move(ends)}};
  chart["also"] = Json::array({{{"name", say("cohort.by-then")}, {"format", "share"}, {"values", std::move(paid_back)}}});
  std::string says = say("cohort-payback.says");
  const auto told = [&](const PlanCohortAnswer& cohort) {
    const double by = earned_back_by(cohort);
    says += say(std::isinf(by) ? "cohort-payback.never" : "cohort-payback.by",
                {{"won", std::to_string(cohort.month)}, {"by", numbers.count(std::isinf(by) ? 0 : by)}});
  };
  told(*cohorts.front());
  if (cohorts.size() > 1) told(*cohorts.back());
  if (answer.lifetime * answer.step_days > static_cast<double>(ages) * kDaysAMonth)
    says += say("cohort-payback.cut", {{"months", std::to_string(ages)}});
  if (at_once > 1) says += say("cohort-payback.table");
  return Figure{"cohort-payback", say("cohort-payback.title"), says, std::move(chart), std::move(table)};
}

}  // namespace

void tell_plan(const Telling& telling, Document& document) {
  if (!telling.answer.plan) return;
  const auto& [answer, say, numbers, business, factor, grouped] = telling;
  const PlanAnswer& plan = *answer.plan;
  Section section{"plan", say("heading.plan", {{"months", std::to_string(plan.months)}}), {}};
  if (!plan.cash.empty() && !plan.cash.front().quantiles.empty()) section.blocks.emplace_back(cash(telling));
  if (!plan.break_even.cdf.empty()) section.blocks.emplace_back(break_even(telling));
  section.blocks.emplace_back(Paragraph{say("plan.outcome-says")});
  section.blocks.emplace_back(outcome(telling));
  if (auto figure = endings(telling)) section.blocks.emplace_back(std::move(*figure));
  if (auto figure = why_uncertain(telling)) section.blocks.emplace_back(std::move(*figure));
  if (auto figure = by_channel(telling)) section.blocks.emplace_back(std::move(*figure));
  if (auto figure = by_cohort(telling)) section.blocks.emplace_back(std::move(*figure));
  if (auto figure = cohort_payback(telling)) section.blocks.emplace_back(std::move(*figure));
  if (!plan.active.empty() && !plan.active.front().quantiles.empty()) {
    Json customers = axis(say("axis.active"), "number");
    customers["min"] = 0;
    Fan fan = fan_of(telling, plan.active, say("plan.active-mean"), customers, true, &Numbers::count);
    section.blocks.emplace_back(
        Figure{"active", say("plan.active-title"), say("plan.active-says"), std::move(fan.chart), std::move(fan.table)});
  }
  section.blocks.emplace_back(Paragraph{say("plan.so-far"), true});
  document.sections.push_back(std::move(section));
}

}  // namespace valuescale::results::report
