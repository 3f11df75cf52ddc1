// From which size on an interval is promised to hold, and how well. Below, the program warns (results/answer/warnings.cpp).
#include "tests/coverage/study.hpp"

#include <fmt/format.h>

namespace valuescale::coverage {

namespace {

using Columns = std::vector<std::string>;

const Columns kOneWorld{"500 customers", "2000 customers", "10000 customers"};
const Columns kFiftyWorlds{"50 worlds", "200 worlds", "1000 worlds"};
const Columns kHundredWorlds{"200 worlds", "1000 worlds"};
const Columns kThirtyBeyond90{"300 worlds", "1000 worlds", "3000 worlds"}, kThirtyBeyond95{"1000 worlds", "3000 worlds"},
    kThirtyBeyond99{"3000 worlds"};

Columns join(Columns some, const Columns& more) {
  some.insert(some.end(), more.begin(), more.end());
  return some;
}

}  // namespace

std::vector<Promise> promises() {
  std::vector<Promise> result;
  const auto exactly = [&](const std::string& row, const Columns& columns) { result.push_back({row, columns}); };
  const auto at_least = [&](const std::string& row, const Columns& columns) { result.push_back({row, columns, 0.94, 1}); };
  const Columns all = join(kOneWorld, kFiftyWorlds);
  for (const char* row :
       {"profit per customer", "profit per lead", "LTV : CAC", "P(a customer loses)", "P(a lead loses)", "paid back ever"})
    exactly(row, all);
  exactly("conversion", kFiftyWorlds);
  for (const char* row : {"median customer", "95 % point of customers", "95 % point of leads"}) at_least(row, all);
  for (const char* row : {"best fifth's share of profit", "Gini coefficient"}) at_least(row, kOneWorld);
  for (const char* row : {"median world, per customer", "median world, per lead"}) at_least(row, kFiftyWorlds);
  for (const char* row : {"5 % world, per customer", "95 % world, per customer", "P(a world loses), per customer", "5 % world, per lead",
                          "95 % world, per lead", "P(a world loses), per lead"})
    at_least(row, kHundredWorlds);
  for (const char* row : {"5 % cohort", "95 % cohort"}) at_least(row, join({"10000 customers"}, kHundredWorlds));
  for (const char* row : {"median cohort", "P(a cohort loses)"}) at_least(row, join({"10000 customers"}, kFiftyWorlds));
  for (const char* row : {"profit per customer to 5 %", "P(a customer loses) to 0.008", "LTV : CAC to 0.12, 200 worlds",
                          "profit per lead to 1.25, 50 worlds", "profit per customer to 2"}) {
    exactly(row, {kInterval});
    at_least(row, {kNarrow});
  }
  for (const char* people : {"customer", "lead", "money spent"}) {
    exactly(fmt::format("two offers, profit per {}", people), {"2000 customers", "50 worlds", "300 worlds"});
    exactly(fmt::format("two channels, profit per {}", people), {"50 worlds", "300 worlds"});
  }
  const Columns decided{"2000 customers", "50 worlds", "300 worlds"};
  for (const char* row : {"lead.profit.mean", "customer.ltv_cac", "customer.p_loss", "customer.payback.ever", "profit per lead, compared",
                          "two offers compared, profit per lead", "cost at which leads break even"})
    exactly(row, decided);
  for (const char* row :
       {"worth, profit per lead", "EVPI", "EVPPI of conversion", "EVPPI of the margin", "EVSI of 50 leads", "EVSI of 400 leads"})
    exactly(row, {"2048 worlds"});
  for (const char* row : {"EVPI", "EVPPI of conversion", "EVSI of 50 leads", "EVSI of 400 leads"})
    result.push_back({row, {"512 worlds"}, 0.92, 0.97});
  // Where nearly all by which offers differ is luck, as with five customers a world, `compare` warns.
  for (const char* option : {"the offer", "the other offer", "doing nothing"}) {
    at_least(fmt::format("P({} is best)", option), {"200 worlds of 50"});
    at_least(fmt::format("regret of {}", option), {"200 worlds of 50"});
  }
  // By the jackknife over 16 groups quantiles cover less than by their own intervals: a step of the values moves all groups or none.
  result.push_back({"customer.profit.quantiles.0.5", decided, 0.92, 1});
  result.push_back({"customer.profit.quantiles.0.95", decided, 0.90, 1});
  for (const auto& [level, columns] : {std::pair{90, kThirtyBeyond90}, {95, kThirtyBeyond95}, {99, kThirtyBeyond99}}) {
    for (const char* law : {"normal", "uniform", "lognormal, σ = 1", "power law, x⁻⁴"})
      exactly(fmt::format("CVaR {} %, {}", level, law), columns);
    // A disaster that was not struck often enough has an error that is too large, one beyond which nobody is, none.
    at_least(fmt::format("CVaR {} %, a disaster", level), columns);
  }
  for (const char* row : {"profit of the plan", "P(the plan loses)"}) exactly(row, {"300 worlds", "1000 worlds"});
  exactly("P(ruin)", {"300 worlds", "1000 worlds"});
  exactly("CVaR 90 % of profit", {"300 worlds", "1000 worlds"});
  exactly("CVaR 95 % of profit", {"1000 worlds"});
  for (const char* row : {"median profit", "median peak funding"}) at_least(row, {"50 worlds", "300 worlds", "1000 worlds"});
  for (const char* row : {"5 % point of profit", "95 % point of profit", "95 % point of peak funding"})
    at_least(row, {"300 worlds", "1000 worlds"});
  const Columns many{"300 worlds", "1000 worlds"};
  for (const char* part : {"luck", "what is not known", "shocks", "interaction", "all of it"})
    result.push_back({fmt::format("variance: {}", part), many, 0.91, 1});
  for (const char* row : {"revenue of the plan", "CAC of the plan", "plan breaks even by month 12", "plan never breaks even",
                          "channel has paid for itself by month 12", "channel never pays for itself"})
    exactly(row, many);
  for (const char* row : {"median break-even", "25 % point of break-even", "median month of a channel", "25 % point of a channel"})
    at_least(row, many);
  for (const char* row : {"VaR 90 %, normal", "VaR 95 %, normal"}) at_least(row, kThirtyBeyond90);
  at_least("VaR 99 %, normal", kThirtyBeyond95);
  return result;
}

std::vector<std::string> broken(const Coverage& coverage) {
  std::vector<std::string> result;
  for (const Promise& promise : promises())
    for (const std::string& column : promise.columns) {
      const Record* record = coverage.find(column, promise.row);
      if (!record) continue;
      if (record->untold > 0)
        result.push_back(fmt::format("{}, {}: an interval has no end, and the run does not say so", promise.row, column));
      if (record->share(record->unbounded) > 0.01)
        result.push_back(
            fmt::format("{}, {}: {:.1f} % of intervals have no end", promise.row, column, 100 * record->share(record->unbounded)));
      const double slack = 3 * record->error();
      if (record->covered() < promise.least - slack || record->covered() > promise.most + slack)
        result.push_back(fmt::format("{}, {}: covers {:.1f} %, promised are {:.0f} to {:.0f} %", promise.row, column,
                                     100 * record->covered(), 100 * promise.least, 100 * promise.most));
    }
  return result;
}

}  // namespace valuescale::coverage
