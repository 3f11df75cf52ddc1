#include "results/sheets/run_sheets.hpp"

#include "results/sheets/plan_sheets.hpp"
#include "results/sheets/summary_sheet.hpp"
#include "results/sheets/views.hpp"

#include <fmt/format.h>

#include <utility>

namespace valuescale::results {
namespace {

Sheet payback(const Answer& answer) {
  SheetRows rows;
  for (const auto& [group, name, view, numbers] : views_of(answer)) {
    const Payback& both = numbers->payback;
    const auto at = [](const std::vector<Estimate>& curve, std::size_t k) { return k < curve.size() ? curve[k] : Estimate{}; };
    for (std::size_t k = 0; k <= static_cast<std::size_t>(answer.lifetime); ++k) {
      const Estimate first = at(both.first.cdf, k), lasting = at(both.lasting.cdf, k);
      rows.add({text(group), text(name), text(view), whole(static_cast<std::int64_t>(k), Measure::steps),
                number(static_cast<double>(k) * answer.step_days, Measure::days), number(first.value, Measure::share),
                number(first.se, Measure::share), number(lasting.value, Measure::share), number(lasting.se, Measure::share),
                number(k < both.cohort.cdf.size() ? both.cohort.cdf[k] : kMissing, Measure::share)});
    }
  }
  return rows.sheet("payback", "the share that has paid back by the end of each step",
                    {{"group"},
                     {"name"},
                     {"view"},
                     {"step", Measure::steps},
                     {"days", Measure::days},
                     {"first", Measure::share},
                     {"first_standard_error", Measure::share},
                     {"lasting", Measure::share},
                     {"lasting_standard_error", Measure::share},
                     {"cohort", Measure::share}});
}

Sheet by_group(const std::string& what, const std::vector<std::pair<std::string, Block>>& blocks) {
  const auto describe = [what](Row& row, const std::pair<std::string, Block>& named, std::size_t) {
    const Block& block = named.second;
    const ViewAnswer &customer = block.customer, &lead = block.lead;
    row.cell(what, text(named.first));
    row.estimate("conversion", block.conversion, Measure::share);
    row.number("share_of_leads", block.share_of_leads, Measure::share);
    row.number("share_of_customers", block.share_of_customers, Measure::share);
    row.number("cac", customer.cac.mean.value, Measure::money);
    row.number("ltv", customer.ltv.mean.value, Measure::money);
    row.number("ltv_cac", customer.ltv_cac.value, Measure::ratio);
    row.estimate("profit_per_customer", customer.profit.mean, Measure::money);
    row.number("p_customer_loses", customer.p_loss.value, Measure::share);
    row.number("payback_first_ever", customer.payback.first.ever.value, Measure::share);
    row.number("payback_lasting_ever", customer.payback.lasting.ever.value, Measure::share);
    row.estimate("profit_per_lead", lead.profit.mean, Measure::money);
    row.number("p_lead_loses", lead.p_loss.value, Measure::share);
  };
  return sheet_of("by_" + what, "each " + what + " for itself", blocks, describe);
}

/// What a spend brings; "05" and "95" are percentiles over worlds.
void describe_spend(Row& row, const SpendPoint& point) {
  const auto over_worlds = [&row](const std::string& name, const OverWorlds& one, Measure measure) {
    row.number(name, one.value, measure);
    row.number(name + "_05", one.lo, measure);
    row.number(name + "_95", one.hi, measure);
  };
  over_worlds("spend", point.spend, Measure::money);
  over_worlds("leads", point.leads, Measure::count);
  over_worlds("customers", point.customers, Measure::count);
  over_worlds("average_cac", point.average_cac, Measure::money);
  over_worlds("marginal_cac", point.marginal_cac, Measure::money);
}

/// Channels that respond to spend.
Sheet spend(const Answer& answer) {
  SheetRows rows;
  const auto describe = [](Row& row, const std::string& name, const SpendAnswer& spend) {
    row.cell("channel", text(name));
    describe_spend(row, spend);
    row.estimate("last_unit", spend.last_unit, Measure::ratio);
    row.interval("worth_until", spend.worth_until, Measure::money);
  };
  Row headings;
  describe(headings, "", {});
  for (const auto& [name, block] : answer.channels) {
    if (!block.spend) continue;
    Row row;
    describe(row, name, *block.spend);
    rows.add(std::move(row.cells()));
  }
  return rows.sheet("spend", "what the money spent on a channel brings", headings.columns());
}

Sheet spend_curve(const Answer& answer) {
  SheetRows rows;
  const auto describe = [](Row& row, const std::string& name, double times, const SpendPoint& point) {
    row.cell("channel", text(name));
    row.number("times", times, Measure::ratio);
    describe_spend(row, point);
  };
  Row headings;
  describe(headings, "", 1, {});
  for (const auto& [name, block] : answer.channels) {
    if (!block.spend) continue;
    for (const auto& [times, point] : block.spend->curve) {
      Row row;
      describe(row, name, times, point);
      rows.add(std::move(row.cells()));
    }
  }
  return rows.sheet("spend_curve", "what so many times the money spent on a channel would bring", headings.columns());
}

/// Whom customers bring; what is left without them stands in the other sheets, as views.
Sheet referrals(const Answer& answer) {
  const SheetUnits units{answer.currency, answer.step};
  SheetRows rows;
  const auto add_block = [&](const std::string& group, const std::string& name, const Block& block) {
    if (!block.referrals) return;
    const auto add = [&](const std::string& what, const std::string& segment, Measure measure, const Estimate& one) {
      rows.add({text(group), text(name), text(what), text(segment), text(unit_of(measure, units)), number(one.value, measure),
                number(one.se, measure)});
    };
    add("children", "", Measure::count, block.referrals->children);
    add("direct_children", "", Measure::count, block.referrals->direct_children);
    for (const auto& [segment, children] : block.referrals->by_segment) add("children_by_segment", segment, Measure::count, children);
    add("cac_paid", "", Measure::money, block.referrals->cac_paid);
    add("cac_blended", "", Measure::money, block.referrals->cac_blended);
  };
  add_block("all", "", answer.all);
  for (const auto& [name, block] : answer.channels) add_block("channel", name, block);
  for (const auto& [name, block] : answer.segments) add_block("segment", name, block);
  return rows.sheet(
      "referrals", "whom customers bring, each of them",
      {{"group"}, {"name"}, {"number"}, {"child_segment"}, {"unit"}, {"value", Measure::number}, {"standard_error", Measure::number}});
}

Sheet by_stage(const Answer& answer) {
  SheetRows rows;
  const auto add = [&rows](const std::string& group, const std::string& name, const std::string& view, const std::string& stage,
                           const Estimate& mean) {
    rows.add({text(group), text(name), text(view), text(stage), number(mean.value, Measure::money), number(mean.se, Measure::money)});
  };
  for (const auto& [group, name, view, numbers] : views_of(answer))
    for (const auto& [stage, mean] : numbers->by_stage) add(group, name, view, stage, mean);
  if (answer.plan) {
    for (const PlanStage& stage : answer.plan->by_stage) {
      add("plan", "", "", stage.name, stage.cash);
      add("plan", "", "revenue", stage.name, stage.revenue);
    }
  }
  return rows.sheet("by_stage", "what makes up the profit",
                    {{"group"}, {"name"}, {"view"}, {"stage"}, {"mean", Measure::money}, {"standard_error", Measure::money}});
}

/// Places first, then the ways that lead to them.
Sheet ladder(const Answer& answer) {
  SheetRows rows;
  const auto add = [&rows](const std::string& from, const std::string& after, const std::string& to, const LadderNumbers& numbers,
                           const Estimate& purchases) {
    std::vector<Cell> cells{text(from), text(after), text(to)};
    const auto estimate = [&cells](const Estimate& one, Measure measure) {
      cells.insert(cells.end(), {number(one.value, measure), number(one.se, measure)});
    };
    estimate(numbers.asked, Measure::count);
    estimate(numbers.taken, Measure::count);
    estimate(numbers.later, Measure::count);
    estimate(numbers.rate, Measure::ratio);
    estimate(purchases, Measure::count);
    rows.add(std::move(cells));
  };
  if (answer.ladder) {
    for (const LadderPlace& place : answer.ladder->places) add("", "", place.name, place.numbers, place.purchases);
    for (const LadderWay& way : answer.ladder->ways) add(way.from, way.after, way.to, way.numbers, {});
  }
  std::vector<Column> columns{{"from"}, {"after"}, {"to"}};
  for (const auto& [name, measure] : {std::pair{"asked", Measure::count},
                                      {"taken", Measure::count},
                                      {"later", Measure::count},
                                      {"take_rate", Measure::ratio},
                                      {"purchases", Measure::count}}) {
    columns.push_back({name, measure});
    columns.push_back({name + std::string("_standard_error"), measure});
  }
  return rows.sheet("ladder", "who comes where on the ladder, per customer; with from: by that way alone", std::move(columns));
}

/// A row a number: at which share of customers, where it is one of tenths.
Sheet concentration(const Answer& answer) {
  const SheetUnits units{answer.currency, answer.step};
  SheetRows rows;
  for (const NamedView& of : views_of(answer)) {
    if (!of.numbers->concentration) continue;
    const Concentration& numbers = *of.numbers->concentration;
    const auto add = [&](const std::string& what, double best, Measure measure, const Estimate& one) {
      rows.add({text(of.group), text(of.name), text(what), number(best, Measure::share), text(unit_of(measure, units)),
                number(one.value, measure), number(one.se, measure)});
    };
    for (const auto& [best, tenth] : numbers.tenths) {
      add("tenth_mean", best, Measure::money, tenth.mean);
      add("tenth_share", best, Measure::share, tenth.share);
      add("cumulative", best, Measure::share, tenth.cumulative);
    }
    add("profitable", kMissing, Measure::share, numbers.profitable);
    add("peak", kMissing, Measure::share, numbers.peak);
    add("unprofitable", kMissing, Measure::share, numbers.unprofitable);
    add("loss_mean", kMissing, Measure::money, numbers.loss_mean);
    add("loss_share", kMissing, Measure::share, numbers.loss_share);
    add("gini", kMissing, Measure::ratio, numbers.gini);
    add("bring_80", kMissing, Measure::share, numbers.bring_80);
  }
  return rows.sheet("concentration", "how unevenly customers bring the profit",
                    {{"group"},
                     {"name"},
                     {"number"},
                     {"best_share_of_customers", Measure::share},
                     {"unit"},
                     {"value", Measure::number},
                     {"standard_error", Measure::number}});
}

Sheet profit_histogram(const Answer& answer) {
  SheetRows rows;
  if (const auto& histogram = answer.all.customer.profit_histogram) {
    const auto add = [&rows](double from, double to, const Estimate& share) {
      rows.add({number(from, Measure::money), number(to, Measure::money), number(share.value, Measure::share),
                number(share.se, Measure::share)});
    };
    add(kMissing, histogram->edges.front(), histogram->below);
    for (std::size_t bin = 0; bin < histogram->shares.size(); ++bin)
      add(histogram->edges[bin], histogram->edges[bin + 1], histogram->shares[bin]);
    add(histogram->edges.back(), kMissing, histogram->above);
  }
  return rows.sheet("profit_histogram", "how many customers bring how much: from an amount up to, not at, the next",
                    {{"from", Measure::money}, {"to", Measure::money}, {"share", Measure::share}, {"standard_error", Measure::share}});
}

Sheet profit_ranks(const Answer& answer) {
  SheetRows rows;
  for (const RankedProfit& group : answer.all.customer.profit_ranks)
    rows.add({number(group.until, Measure::share), number(group.low, Measure::money), number(group.high, Measure::money),
              number(group.mean, Measure::money)});
  return rows.sheet("profit_ranks", "customers from the worst to the best: groups, up to which share of all, and what each of them brings",
                    {{"until", Measure::share}, {"low", Measure::money}, {"high", Measure::money}, {"mean", Measure::money}});
}

Sheet profit_groups(const Answer& answer) {
  return sheet_of("profit_groups", "segments, best first, and the profit they bring", answer.profit_groups,
                  [](Row& row, const ProfitGroup& group, std::size_t) {
                    row.cell("segment", text(group.name));
                    row.number("share_of_customers", group.share_of_customers, Measure::share);
                    row.estimate("share_of_profit", group.share_of_profit, Measure::share);
                    row.estimate("relative", group.relative, Measure::ratio);
                    row.estimate("cumulative", group.cumulative, Measure::share);
                  });
}

/// Between individuals ("individuals"), between worlds ("worlds"), of a cohort ("cohort") and of a plan ("plan"): never to be mixed.
Sheet quantiles(const Answer& answer) {
  SheetRows rows;
  using Quantiles = std::vector<std::pair<double, Interval>>;
  const auto add = [&rows](const std::string& between, const NamedView& of, const std::string& what, const Quantiles& all,
                           Measure measure) {
    for (const auto& [level, one] : all) {
      rows.add({text(between), text(of.group), text(of.name), text(of.view), text(what), number(level, Measure::share),
                number(one.value, measure), number(one.lo, measure), number(one.hi, measure)});
    }
  };
  for (const auto& of : views_of(answer)) {
    add("individuals", of, "profit", of.numbers->profit.quantiles, Measure::money);
    add("individuals", of, "npv", of.numbers->npv.quantiles, Measure::money);
    add("individuals", of, "cac", of.numbers->cac.quantiles, Measure::money);
    add("individuals", of, "ltv", of.numbers->ltv.quantiles, Measure::money);
  }
  if (answer.worlds_interval) {
    for (const auto& [view, numbers] :
         {std::pair{"lead", &answer.worlds_interval->lead}, {"customer", &answer.worlds_interval->customer}}) {
      const NamedView of{"all", "", view, nullptr};
      add("worlds", of, "profit", numbers->profit, Measure::money);
      add("worlds", of, "npv", numbers->npv, Measure::money);
      add("worlds", of, "cac", numbers->cac, Measure::money);
      add("worlds", of, "ltv", numbers->ltv, Measure::money);
      add("worlds", of, "ltv_cac", numbers->ltv_cac, Measure::ratio);
      add("worlds", of, "payback_ever", numbers->payback_ever, Measure::share);
      add("worlds", of, "cohort_payback", numbers->cohort_payback, Measure::steps);
    }
  }
  if (answer.cohort) add("cohort", {"all", "", "customer", nullptr}, "profit", answer.cohort->profit, Measure::money);
  if (answer.plan) {
    for (const auto& [number, distribution] : distributions_of(*answer.plan))
      add("plan", {"plan", "", "", nullptr}, number, distribution->quantiles, Measure::money);
    add("plan", {"plan", "", "", nullptr}, "break_even", answer.plan->break_even.quantiles, Measure::months);
    add("plan", {"plan", "", "", nullptr}, "lasting_break_even", answer.plan->lasting_break_even.quantiles, Measure::months);
  }
  return rows.sheet("quantiles", "a quantile between individuals, worlds, cohorts or courses of a plan",
                    {{"between"},
                     {"group"},
                     {"name"},
                     {"view"},
                     {"number"},
                     {"level", Measure::share},
                     {"value", Measure::number},
                     {"lower_95", Measure::number},
                     {"upper_95", Measure::number}});
}

Sheet worlds(const Answer& answer) {
  const auto describe = [&answer](Row& row, const WorldRow& world, std::size_t w) {
    row.cell("world", whole(static_cast<std::int64_t>(w), Measure::number));
    row.number("weight", world.weight, Measure::number);
    row.cell("customers", whole(world.customers));
    row.number("conversion", world.conversion, Measure::share);
    row.number("cac", world.cac, Measure::money);
    row.number("ltv", world.ltv, Measure::money);
    row.number("customer_profit", world.customer_profit, Measure::money);
    row.number("lead_profit", world.lead_profit, Measure::money);
    row.number("payback_ever", world.payback_ever, Measure::share);
    row.number("cohort_payback", world.cohort_payback, Measure::steps);
    row.assumptions(answer.assumptions, w);
  };
  return sheet_of("worlds", "what each world assumed, and what came of it", answer.world_rows, describe);
}

Sheet assumptions(const Answer& answer) {
  return sheet_of("assumptions", "what the scenario states", answer.stated, [](Row& row, const StatedAssumption& one, std::size_t) {
    row.cell("path", text(one.path));
    row.cell("text", text(one.text));
    row.cell("reading", text(one.reading));
    row.cell("note", text(one.note));
    row.cell("source", text(one.source));
  });
}

}  // namespace

std::vector<Sheet> run_sheets(const Answer& answer) {
  std::vector<Sheet> sheets{summary_sheet(answer),
                            payback(answer),
                            by_group("channel", answer.channels),
                            by_group("segment", answer.segments),
                            spend(answer),
                            spend_curve(answer),
                            by_stage(answer),
                            ladder(answer),
                            referrals(answer),
                            concentration(answer),
                            profit_histogram(answer),
                            profit_ranks(answer),
                            profit_groups(answer),
                            quantiles(answer),
                            worlds(answer),
                            assumptions(answer)};
  for (Sheet& sheet : plan_sheets(answer)) sheets.push_back(std::move(sheet));
  return sheets;
}

}  // namespace valuescale::results
