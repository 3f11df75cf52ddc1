#include "models/lifetime/money_units.hpp"

#include "sim/random/quantile_table.hpp"

#include <algorithm>
#include <bit>
#include <cmath>

namespace valuescale::models {

namespace {

constexpr double kEnoughUnits = 1000;  // an ordinary flow has at least so many, hence is rounded by less than 0.05 %
constexpr double kMostUnits = 0x1p38;  // of an ordinary flow: leaves a factor of a hundred for tails
constexpr std::int64_t kFinest = 10'000'000'000;

/// An ordinary value of a draw in one row: its median, or the largest of a mixture's parts' medians.
double ordinary(const Program& program, const Draw& draw, std::size_t row) {
  const float* column = &program.laws[row * program.law_columns + draw.column];
  const auto median = [&](int place, std::size_t further = 0) {
    return sim::look_up(program.tables.data() + std::bit_cast<std::uint32_t>(column[place]) + further, 0x80000000u);
  };
  constexpr double kHalfLife = 0.69314718055994531;
  switch (draw.kind) {
    case Draw::Kind::constant: return column[0];
    case Draw::Kind::linear: return column[0] + (column[1] == 0 ? 0 : column[1] * median(2));
    case Draw::Kind::uniform: return column[0] + 0.5 * column[1];
    case Draw::Kind::exponential: return kHalfLife * column[1];
    case Draw::Kind::weibull: return sim::exp_of(column[0] + column[1] * sim::log_of(kHalfLife));
    case Draw::Kind::log_table: return sim::exp_of(column[0] + column[1] * median(2));
    case Draw::Kind::gamma_ratio: return sim::exp_of(column[0] + median(2) - median(3));
    case Draw::Kind::beta: return column[0] + column[1] / (1 + sim::exp_of(median(3) - median(2)));
    case Draw::Kind::mixture: {
      double largest = 0;
      if (column[1] != 0)
        for (int part = 0; part < draw.parts; ++part) {
          const auto header = static_cast<std::size_t>(mixture_header(draw.parts));
          const std::size_t table = header + static_cast<std::size_t>(part) * sim::kTableFloats;
          if (std::bit_cast<std::uint32_t>(column[2]) + table + sim::kTableFloats > program.tables.size()) break;
          largest = std::max(largest, std::fabs(column[1] * median(2, table)));
          if (std::bit_cast<std::uint32_t>(program.tables[std::bit_cast<std::uint32_t>(column[2]) + static_cast<std::size_t>(part)]) ==
              0xffffffffu)
            break;
        }
      return column[0] + largest;
    }
  }
  return 0;
}

/// The smallest and largest ordinary amounts, in the program's units; the smallest is of a middling world.
struct Range {
  double smallest = 0, largest = 0;
};

class Survey {
 public:
  explicit Survey(std::size_t worlds) : worlds_(worlds) {}
  /// One amount in all worlds; `must_fit` unless it may grow without bound where hardly anybody buys.
  template <class Amount>
  void look(Amount amount, bool must_fit = true) {
    std::vector<double> sizes;
    for (std::size_t world = 0; world < worlds_; ++world) {
      const double size = std::fabs(amount(world));
      if (!(size > 0) || !std::isfinite(size)) continue;
      sizes.push_back(size);
      if (must_fit) range_.largest = std::max(range_.largest, size);
    }
    if (sizes.empty()) return;
    std::nth_element(sizes.begin(), sizes.begin() + static_cast<std::ptrdiff_t>(sizes.size() / 2), sizes.end());
    const double middling = sizes[sizes.size() / 2];
    if (range_.smallest == 0 || middling < range_.smallest) range_.smallest = middling;
  }
  Range range() const { return range_; }

 private:
  std::size_t worlds_;
  Range range_;
};

}  // namespace

std::int64_t suitable_units(const Program& program) {
  const Dimensions& dims = program.dims;
  Survey survey(dims.worlds);
  for (std::size_t kind = 0; kind < dims.kinds(); ++kind) {
    const auto row = [&](std::size_t world) { return world * dims.kinds() + kind; };
    const auto money = [&](std::size_t world, int column) { return program.money[row(world) * program.money_columns + column]; };
    const auto purchase = [&](const PurchaseCode& code) {
      survey.look([&](std::size_t world) { return money(world, code.money); });
      if (code.price_is_drawn)
        survey.look([&](std::size_t world) { return money(world, code.money + 1) * ordinary(program, code.price, row(world)); });
      if (code.cost_is_drawn)
        survey.look([&](std::size_t world) { return money(world, code.money + 2) * ordinary(program, code.cost, row(world)); });
    };
    const std::size_t channel = kind / (dims.levels * dims.segments);
    for (const PurchaseCode& offer : program.offers) purchase(offer);
    for (const PaymentCode& payment : program.offer_payments)
      if (payment.is_apart) purchase(payment.price);
    for (const NodeCode& node : program.nodes) {
      if (node.what != Node::What::referral) purchase(node.purchase);
      if (node.costs_while_alive) survey.look([&](std::size_t world) { return money(world, node.monthly.money); });
      if (node.payment.is_apart) purchase(node.payment.price);
      if (node.gives_back) purchase(node.refund);
      if (node.costs_to_ask) survey.look([&](std::size_t world) { return money(world, node.contact.money); });
    }
    survey.look([&](std::size_t world) { return program.lead_costs[world * dims.channels + channel].own; });
    const auto cac = [&](std::size_t world) {
      const std::size_t place = world * dims.channels + channel;
      return program.lead_costs[place].own + program.lead_costs[place].shared;
    };
    survey.look(cac, false);
  }
  const Range range = survey.range();
  std::int64_t units = program.units_per_currency;
  double scale = 1;
  while (range.smallest > 0 && range.smallest * scale < kEnoughUnits && range.largest * scale * 10 <= kMostUnits && units < kFinest) {
    units *= 10;
    scale *= 10;
  }
  while (units > 1 && range.largest * scale > kMostUnits) {
    units /= 10;
    scale /= 10;
  }
  return units;
}

}  // namespace valuescale::models
