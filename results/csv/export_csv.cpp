#include "results/csv/export_csv.hpp"

#include "results/csv/plan_sheets.hpp"
#include "results/csv/sheet.hpp"
#include "results/files/whole_file.hpp"

#include <fmt/format.h>

#include <cmath>
#include <filesystem>
#include <stdexcept>

namespace valuescale::results {
namespace {

/// A view and the words that name it.
struct Named {
  std::string group, name, view;  ///< "all"/"channel"/"segment", its name, "lead"/"customer", both also " without referrals"
  const ViewAnswer* numbers;
};

std::vector<Named> views_of(const Answer& answer) {
  std::vector<Named> views;
  const auto add = [&views](const std::string& group, const std::string& name, const Block& block) {
    views.push_back({group, csv_text(name), "lead", &block.lead});
    views.push_back({group, csv_text(name), "customer", &block.customer});
    if (!block.referrals) return;
    views.push_back({group, csv_text(name), "lead without referrals", &block.referrals->lead});
    views.push_back({group, csv_text(name), "customer without referrals", &block.referrals->customer});
  };
  add("all", "", answer.all);
  for (const auto& [name, block] : answer.channels) add("channel", name, block);
  for (const auto& [name, block] : answer.segments) add("segment", name, block);
  return views;
}

/// One number a row: what it is, its value, and the error of the simulation.
Sheet summary(const Answer& answer) {
  Sheet sheet("summary", {"group", "name", "view", "number", "unit", "value", "standard_error", "lower_95", "upper_95"});
  const std::string money = csv_text(answer.currency), step = csv_text(answer.step);
  const auto fact = [&](const std::string& name, const std::string& value) { sheet.add({"run", "", "", name, "", value, "", "", ""}); };
  fact("title", csv_text(answer.title));
  fact("program_version", csv_text(answer.program_version));
  fact("scenario_hash", csv_text(answer.scenario_hash));
  fact("seed", std::to_string(answer.seed));
  fact("worlds", std::to_string(answer.worlds));
  fact("sampling", answer.worlds_are_stratified ? "stratified" : "independent");
  fact("customers", std::to_string(answer.customers));
  fact("worlds_without_customers", std::to_string(answer.worlds_without_customers));
  fact("horizon", csv_text(answer.horizon_label));
  fact("discount_rate", csv_text(answer.rate_label));
  fact("interrupted", answer.interrupted ? "1" : "0");
  for (const auto& warning : answer.warnings) fact("warning", csv_text(warning));

  for (const auto& [group, name, view, numbers] : views_of(answer)) {
    const auto estimate = [&](const std::string& what, const std::string& unit, const Estimate& one) {
      sheet.add({group, name, view, what, unit, csv_number(one.value), csv_number(one.se), "", ""});
    };
    const auto plain = [&](const std::string& what, const std::string& unit, double value) {
      sheet.add({group, name, view, what, unit, csv_number(value), "", "", ""});
    };
    const std::pair<const char*, const Distribution*> metrics[] = {
        {"profit", &numbers->profit}, {"npv", &numbers->npv}, {"cac", &numbers->cac}, {"ltv", &numbers->ltv}};
    for (const auto& [what, metric] : metrics) {
      estimate(fmt::format("{}_mean", what), money, metric->mean);
      plain(fmt::format("{}_sd", what), money, metric->sd);
    }
    const Interval& ratio = numbers->ltv_cac;
    sheet.add({group, name, view, "ltv_cac", "1", csv_number(ratio.value), "", csv_number(ratio.lo), csv_number(ratio.hi)});
    estimate("p_loss", "1", numbers->p_loss);
    const std::pair<const char*, const PaybackCurve*> curves[] = {{"first", &numbers->payback.first},
                                                                  {"lasting", &numbers->payback.lasting}};
    for (const auto& [which, curve] : curves) {
      estimate(fmt::format("payback_{}_ever", which), "1", curve->ever);
      estimate(fmt::format("payback_{}_never", which), "1", curve->never);
      estimate(fmt::format("payback_{}_open", which), "1", curve->open);
      const Interval& median = curve->median;
      sheet.add({group, name, view, fmt::format("payback_{}_median", which), step, csv_time(median.value), "", csv_time(median.lo),
                 csv_time(median.hi)});
    }
    const CohortPayback& cohort = numbers->payback.cohort;
    for (const auto& [what, value] :
         {std::pair{"cohort_payback", cohort.step}, {"cohort_payback_05", cohort.lo}, {"cohort_payback_95", cohort.hi}}) {
      sheet.add({group, name, view, what, step, csv_time(value), "", "", ""});
    }
    const std::pair<const char*, const FrontPart*> parts[] = {
        {"first_sale", &numbers->first_sale}, {"front_end", &numbers->front_end}, {"back_end", &numbers->back_end}};
    for (const auto& [what, part] : parts) {
      estimate(fmt::format("{}_mean", what), money, part->mean);
      if (!std::isnan(part->p_nonnegative.value)) estimate(fmt::format("{}_p_nonnegative", what), "1", part->p_nonnegative);
    }
    estimate("purchases_mean", "1", numbers->purchases);
    estimate("active", "1", numbers->active);
    plain("late_ltv_share", "1", numbers->late_ltv_share);
  }

  if (answer.cohort) {
    const Cohort& cohort = *answer.cohort;
    const auto of_cohort = [&](const std::string& what, const std::string& unit, const std::string& value, const std::string& se) {
      sheet.add({"cohort", "", "customer", what, unit, value, se, "", ""});
    };
    of_cohort("n", "1", std::to_string(cohort.n), "");
    of_cohort("profit_mean", money, csv_number(cohort.mean), "");
    of_cohort("profit_sd", money, csv_number(cohort.sd), "");
    of_cohort("p_loss", "1", csv_number(cohort.p_loss.value), csv_number(cohort.p_loss.se));
  }
  add_plan_summary(sheet, answer);
  return sheet;
}

Sheet payback(const Answer& answer) {
  Sheet sheet("payback",
              {"group", "name", "view", "step", "days", "first", "first_standard_error", "lasting", "lasting_standard_error", "cohort"});
  for (const auto& [group, name, view, numbers] : views_of(answer)) {
    const Payback& both = numbers->payback;
    const auto at = [](const std::vector<Estimate>& curve, std::size_t k) { return k < curve.size() ? curve[k] : Estimate{}; };
    for (std::size_t k = 0; k <= static_cast<std::size_t>(answer.lifetime); ++k) {
      const Estimate first = at(both.first.cdf, k), lasting = at(both.lasting.cdf, k);
      sheet.add({group, name, view, std::to_string(k), csv_number(static_cast<double>(k) * answer.step_days), csv_number(first.value),
                 csv_number(first.se), csv_number(lasting.value), csv_number(lasting.se),
                 csv_number(k < both.cohort.cdf.size() ? both.cohort.cdf[k] : kMissing)});
    }
  }
  return sheet;
}

Sheet by_group(const std::string& what, const std::vector<std::pair<std::string, Block>>& blocks) {
  Sheet sheet("by_" + what,
              {what, "conversion", "conversion_standard_error", "share_of_leads", "share_of_customers", "cac", "ltv", "ltv_cac",
               "profit_per_customer", "profit_per_customer_standard_error", "p_customer_loses", "payback_first_ever",
               "payback_lasting_ever", "profit_per_lead", "profit_per_lead_standard_error", "p_lead_loses"});
  for (const auto& [name, block] : blocks) {
    const ViewAnswer& customer = block.customer;
    sheet.add({csv_text(name), csv_number(block.conversion.value), csv_number(block.conversion.se), csv_number(block.share_of_leads),
               csv_number(block.share_of_customers), csv_number(customer.cac.mean.value), csv_number(customer.ltv.mean.value),
               csv_number(customer.ltv_cac.value), csv_number(customer.profit.mean.value), csv_number(customer.profit.mean.se),
               csv_number(customer.p_loss.value), csv_number(customer.payback.first.ever.value),
               csv_number(customer.payback.lasting.ever.value), csv_number(block.lead.profit.mean.value),
               csv_number(block.lead.profit.mean.se), csv_number(block.lead.p_loss.value)});
  }
  return sheet;
}

/// Channels that respond to spend; "05" and "95" are percentiles over worlds.
Sheet spend(const Answer& answer) {
  const std::pair<const char*, OverWorlds SpendAnswer::*> numbers[] = {{"spend", &SpendAnswer::spend},
                                                                       {"leads", &SpendAnswer::leads},
                                                                       {"customers", &SpendAnswer::customers},
                                                                       {"average_cac", &SpendAnswer::average_cac},
                                                                       {"marginal_cac", &SpendAnswer::marginal_cac}};
  std::vector<std::string> headings{"channel"};
  for (const auto& [what, number] : numbers)
    for (const char* of : {"", "_05", "_95"}) headings.push_back(fmt::format("{}{}", what, of));
  headings.insert(headings.end(), {"last_unit", "last_unit_standard_error"});
  Sheet sheet("spend", headings);
  for (const auto& [name, block] : answer.channels) {
    if (!block.spend) continue;
    std::vector<std::string> cells{csv_text(name)};
    for (const auto& [what, number] : numbers) {
      const OverWorlds& one = *block.spend.*number;
      cells.insert(cells.end(), {csv_number(one.value), csv_number(one.lo), csv_number(one.hi)});
    }
    cells.insert(cells.end(), {csv_number(block.spend->last_unit.value), csv_number(block.spend->last_unit.se)});
    sheet.add(cells);
  }
  return sheet;
}

/// Whom customers bring; what is left without them stands in the other tables, as views.
Sheet referrals(const Answer& answer) {
  Sheet sheet("referrals", {"group", "name", "number", "child_segment", "unit", "value", "standard_error"});
  const std::string money = csv_text(answer.currency);
  const auto add_block = [&](const std::string& group, const std::string& name, const Block& block) {
    if (!block.referrals) return;
    const auto add = [&](const std::string& number, const std::string& segment, const std::string& unit, const Estimate& one) {
      sheet.add({group, csv_text(name), number, csv_text(segment), unit, csv_number(one.value), csv_number(one.se)});
    };
    add("children", "", "1", block.referrals->children);
    add("direct_children", "", "1", block.referrals->direct_children);
    for (const auto& [segment, children] : block.referrals->by_segment) add("children_by_segment", segment, "1", children);
    add("cac_paid", "", money, block.referrals->cac_paid);
    add("cac_blended", "", money, block.referrals->cac_blended);
  };
  add_block("all", "", answer.all);
  for (const auto& [name, block] : answer.channels) add_block("channel", name, block);
  for (const auto& [name, block] : answer.segments) add_block("segment", name, block);
  return sheet;
}

Sheet by_stage(const Answer& answer) {
  Sheet sheet("by_stage", {"group", "name", "view", "stage", "mean", "standard_error"});
  for (const auto& [group, name, view, numbers] : views_of(answer)) {
    for (const auto& [stage, mean] : numbers->by_stage)
      sheet.add({group, name, view, csv_text(stage), csv_number(mean.value), csv_number(mean.se)});
  }
  if (!answer.plan) return sheet;
  for (const PlanStage& stage : answer.plan->by_stage) {
    sheet.add({"plan", "", "", csv_text(stage.name), csv_number(stage.cash.value), csv_number(stage.cash.se)});
    sheet.add({"plan", "", "revenue", csv_text(stage.name), csv_number(stage.revenue.value), csv_number(stage.revenue.se)});
  }
  return sheet;
}

/// A row a number: at which share of customers, where it is one of tenths.
Sheet concentration(const Answer& answer) {
  Sheet sheet("concentration", {"group", "name", "number", "best_share_of_customers", "unit", "value", "standard_error"});
  const std::string money = csv_text(answer.currency);
  for (const auto& of : views_of(answer)) {
    if (!of.numbers->concentration) continue;
    const Concentration& numbers = *of.numbers->concentration;
    const auto add = [&](const std::string& number, const std::string& best, const std::string& unit, const Estimate& one) {
      sheet.add({of.group, of.name, number, best, unit, csv_number(one.value), csv_number(one.se)});
    };
    for (const auto& [best, tenth] : numbers.tenths) {
      add("tenth_mean", csv_number(best), money, tenth.mean);
      add("tenth_share", csv_number(best), "1", tenth.share);
      add("cumulative", csv_number(best), "1", tenth.cumulative);
    }
    add("profitable", "", "1", numbers.profitable);
    add("peak", "", "1", numbers.peak);
    add("unprofitable", "", "1", numbers.unprofitable);
    add("loss_mean", "", money, numbers.loss_mean);
    add("loss_share", "", "1", numbers.loss_share);
    add("gini", "", "1", numbers.gini);
    add("bring_80", "", "1", numbers.bring_80);
  }
  return sheet;
}

Sheet profit_groups(const Answer& answer) {
  Sheet sheet("profit_groups", {"segment", "share_of_customers", "share_of_profit", "share_of_profit_standard_error", "relative",
                                "relative_standard_error", "cumulative", "cumulative_standard_error"});
  for (const auto& group : answer.profit_groups) {
    sheet.add({csv_text(group.name), csv_number(group.share_of_customers), csv_number(group.share_of_profit.value),
               csv_number(group.share_of_profit.se), csv_number(group.relative.value), csv_number(group.relative.se),
               csv_number(group.cumulative.value), csv_number(group.cumulative.se)});
  }
  return sheet;
}

/// Between individuals ("individuals"), between worlds ("worlds"), of a cohort ("cohort") and of a plan ("plan"): never to be mixed.
Sheet quantiles(const Answer& answer) {
  Sheet sheet("quantiles", {"between", "group", "name", "view", "number", "level", "value", "lower_95", "upper_95"});
  using Quantiles = std::vector<std::pair<double, Interval>>;
  const auto add = [&](const std::string& between, const Named& of, const std::string& number, const Quantiles& all,
                       std::string (*write)(double)) {
    for (const auto& [level, one] : all) {
      sheet.add({between, of.group, of.name, of.view, number, csv_number(level), write(one.value), write(one.lo), write(one.hi)});
    }
  };
  for (const auto& of : views_of(answer)) {
    add("individuals", of, "profit", of.numbers->profit.quantiles, &csv_number);
    add("individuals", of, "npv", of.numbers->npv.quantiles, &csv_number);
    add("individuals", of, "cac", of.numbers->cac.quantiles, &csv_number);
    add("individuals", of, "ltv", of.numbers->ltv.quantiles, &csv_number);
  }
  if (answer.worlds_interval) {
    for (const auto& [view, numbers] :
         {std::pair{"lead", &answer.worlds_interval->lead}, {"customer", &answer.worlds_interval->customer}}) {
      const Named of{"all", "", view, nullptr};
      add("worlds", of, "profit", numbers->profit, &csv_number);
      add("worlds", of, "npv", numbers->npv, &csv_number);
      add("worlds", of, "cac", numbers->cac, &csv_number);
      add("worlds", of, "ltv", numbers->ltv, &csv_number);
      add("worlds", of, "ltv_cac", numbers->ltv_cac, &csv_number);
      add("worlds", of, "payback_ever", numbers->payback_ever, &csv_number);
      add("worlds", of, "cohort_payback", numbers->cohort_payback, &csv_time);
    }
  }
  if (answer.cohort) add("cohort", {"all", "", "customer", nullptr}, "profit", answer.cohort->profit, &csv_number);
  if (!answer.plan) return sheet;
  for (const auto& [number, distribution] : distributions_of(*answer.plan))
    add("plan", {"plan", "", "", nullptr}, number, distribution->quantiles, &csv_number);
  add("plan", {"plan", "", "", nullptr}, "break_even", answer.plan->break_even.quantiles, &csv_time);
  add("plan", {"plan", "", "", nullptr}, "lasting_break_even", answer.plan->lasting_break_even.quantiles, &csv_time);
  return sheet;
}

Sheet worlds(const Answer& answer) {
  std::vector<std::string> headings{"world", "weight",          "customers",   "conversion",   "cac",
                                    "ltv",   "customer_profit", "lead_profit", "payback_ever", "cohort_payback"};
  for (const auto& column : answer.assumptions) headings.push_back(csv_text(column.path));
  Sheet sheet("worlds", headings);
  for (std::size_t w = 0; w < answer.world_rows.size(); ++w) {
    const WorldRow& row = answer.world_rows[w];
    std::vector<std::string> cells{std::to_string(w),
                                   csv_number(row.weight),
                                   std::to_string(row.customers),
                                   csv_number(row.conversion),
                                   csv_number(row.cac),
                                   csv_number(row.ltv),
                                   csv_number(row.customer_profit),
                                   csv_number(row.lead_profit),
                                   csv_number(row.payback_ever),
                                   csv_time(row.cohort_payback)};
    for (const auto& column : answer.assumptions) cells.push_back(csv_number(w < column.values.size() ? column.values[w] : kMissing));
    sheet.add(cells);
  }
  return sheet;
}

Sheet assumptions(const Answer& answer) {
  Sheet sheet("assumptions", {"path", "text", "reading", "note", "source"});
  for (const auto& one : answer.stated) {
    sheet.add({csv_text(one.path), csv_text(one.text), csv_text(one.reading), csv_text(one.note), csv_text(one.source)});
  }
  return sheet;
}

std::vector<std::string> write_sheets(const std::vector<Sheet>& sheets, const std::string& directory) {
  std::error_code error;
  std::filesystem::create_directories(directory, error);
  if (error) throw std::runtime_error(fmt::format("cannot make the directory {}: {}", directory, error.message()));
  std::vector<std::pair<std::string, std::string>> files;
  std::vector<std::string> paths;
  for (const auto& sheet : sheets) {
    paths.push_back((std::filesystem::path(directory) / (sheet.name() + ".csv")).string());
    files.push_back({paths.back(), sheet.text()});
  }
  write_all_whole(files);
  return paths;
}

}  // namespace

std::vector<std::string> export_csv(const Answer& answer, const std::string& directory) {
  std::vector<Sheet> sheets{summary(answer),
                            payback(answer),
                            by_group("channel", answer.channels),
                            by_group("segment", answer.segments),
                            spend(answer),
                            by_stage(answer),
                            referrals(answer),
                            concentration(answer),
                            profit_groups(answer),
                            quantiles(answer),
                            worlds(answer),
                            assumptions(answer)};
  for (Sheet& sheet : plan_sheets(answer)) sheets.push_back(std::move(sheet));
  return write_sheets(sheets, directory);
}

std::vector<std::string> export_csv(const std::vector<NamedNumber>& numbers, const std::string& directory) {
  const auto describe = [](Row& row, const NamedNumber& number, std::size_t) {
    row.cell("number", csv_text(number.path));
    row.number("value", number.value);
    row.number("standard_error", number.se);
    row.number("lower_95", number.lo);
    row.number("upper_95", number.hi);
  };
  return write_sheets({sheet_of("numbers", numbers, describe)}, directory);
}

}  // namespace valuescale::results
