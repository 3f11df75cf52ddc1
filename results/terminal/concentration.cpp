#include "results/terminal/concentration.hpp"

#include "results/terminal/table.hpp"

#include <fmt/format.h>

#include <cmath>

namespace valuescale::results {
namespace {

// Enough to see the curve: the best tenth, the 20 of 80/20, and the better half.
constexpr double kShown[] = {0.1, 0.2, 0.5};

bool is_shown(double best) {
  for (const double level : kShown)
    if (std::abs(best - level) < 1e-9) return true;
  return false;
}

bool customers_differ(const ViewAnswer& customer) {
  return customer.concentration && customer.profit.sd > 0 && std::isfinite(customer.concentration->unprofitable.value);
}

}  // namespace

std::string best_customers(const ViewAnswer& customer, const Amounts& amounts, const Style& style) {
  if (!customers_differ(customer)) return {};
  const Concentration& numbers = *customer.concentration;
  Table table({"customers", "of all", "of the profit", "profit of each"});
  double sum = 0, tenths = 0;
  for (const auto& [best, tenth] : numbers.tenths) {
    sum += tenth.mean.value;
    ++tenths;
    if (is_shown(best)) table.add({"the best", amounts.share(best), amounts.share(tenth.cumulative), amounts.bare_money(sum / tenths)});
  }
  if (numbers.unprofitable.value > 0) {
    Estimate loss = numbers.loss_mean, share = numbers.loss_share;
    loss.value = -loss.value, share.value = -share.value;
    const double gain = customer.profit.mean.value - numbers.unprofitable.value * loss.value;
    const double each = numbers.profitable.value > 0 ? gain / numbers.profitable.value : kMissing;
    table.add({"all who earn", amounts.share(numbers.profitable), amounts.share(numbers.peak), amounts.bare_money(each)});
    table.add({"all who lose", amounts.share(numbers.unprofitable), amounts.share(share), amounts.bare_money(loss)});
  }
  return table.text(style);
}

std::string profit_in_few_hands(const ViewAnswer& customer, const Amounts& amounts) {
  if (!customers_differ(customer)) return {};
  const Concentration& numbers = *customer.concentration;
  if (std::isnan(numbers.bring_80.value)) return "Customers together bring no profit that could be shared out.";
  return fmt::format("80 % of the profit comes from the best {} of customers. Gini coefficient of profit: {}.",
                     amounts.share(numbers.bring_80), amounts.count(numbers.gini));
}

std::string best_segments(const std::vector<ProfitGroup>& groups, const Amounts& amounts, const Style& style) {
  if (groups.size() < 2 || std::isnan(groups.front().share_of_profit.value)) return {};
  Table table({"segment, best first", "of customers", "of the profit", "so far", "times average"});
  for (const auto& group : groups) {
    table.add({printable(group.name), amounts.share(group.share_of_customers), amounts.share(group.share_of_profit),
               amounts.share(group.cumulative), amounts.count(group.relative)});
  }
  return table.text(style);
}

}  // namespace valuescale::results
