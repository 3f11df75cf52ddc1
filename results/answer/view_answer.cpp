// Everything that one view of one block reports, apart from the payback of cohorts and from who brings the profit.
#include "results/answer/part_view.hpp"

#include "sim/stats/estimates.hpp"

#include <cmath>
#include <numeric>

namespace valuescale::results {

using models::Stage;
using models::Sums;

Interval ltv_over_cac(const PartView& view) {
  Interval interval;
  const double ltv = view.mean(models::ltv).value, cac = view.mean(view.cac()).value;
  if (std::isnan(ltv) || !(cac > 0)) return interval;
  interval.value = ltv / cac;
  const double t = view.critical(view.means());
  const double covariance = view.covariance_of_means(models::ltv, view.cac());
  const sim::Bounds bounds = sim::fieller(ltv, cac, view.covariance_of_means(models::ltv, models::ltv),
                                          view.covariance_of_means(view.cac(), view.cac()), covariance, t);
  interval.lo = bounds.lo;
  interval.hi = bounds.hi;
  return interval;
}

ViewAnswer answer_view(const PartView& view) {
  ViewAnswer answer;
  answer.profit = distribution(view, view.profit());
  answer.npv = distribution(view, view.npv());
  answer.cac = distribution(view, view.cac());
  answer.ltv = distribution(view, models::ltv);
  answer.ltv_cac = ltv_over_cac(view);

  const std::size_t v = view.view();
  answer.p_loss = view.share([v](const Sums& sums) { return sums.losses[v]; }, [](std::int64_t cost) { return cost > 0; });
  answer.payback = payback(view);

  const auto acquisition = [](const Sums&) -> sim::Int128 { return 0; };
  const auto offer = [](const Sums& sums) { return sums.of(Stage::offer); };
  const auto front = [](const Sums& sums) -> sim::Int128 { return sums.of(Stage::offer) + sums.at_first_sale; };
  const auto back = [](const Sums& sums) -> sim::Int128 {
    return std::accumulate(sums.by_stage.begin(), sums.by_stage.end(), sim::Int128{0}) - sums.of(Stage::offer) - sums.at_first_sale;
  };
  answer.by_stage = {{"acquisition", view.mean_net_of_cac(acquisition)}};
  for (std::size_t s = 0; s < models::kStages; ++s) {
    const auto stage = static_cast<Stage>(s);
    const bool is_usual = stage == Stage::offer || stage == Stage::ladder || stage == Stage::repeat;
    if (!is_usual && !view.tallies().has_stage[s]) continue;
    answer.by_stage.emplace_back(name_of(stage), view.mean_of([stage](const Sums& sums) { return sums.of(stage); }));
  }
  const auto covered_if_free = [](std::int64_t cost) { return cost <= 0; };
  answer.first_sale = {view.mean_net_of_cac(offer),
                       view.share([v](const Sums& sums) { return sums.first_sale_covered[v]; }, covered_if_free)};
  answer.front_end = {view.mean_net_of_cac(front),
                      view.share([v](const Sums& sums) { return sums.front_end_covered[v]; }, covered_if_free)};
  answer.back_end = {view.mean_of(back), {}};

  answer.purchases = view.mean_count([](const Sums& sums) { return sums.purchases; });

  // Of buyers, in either view.
  const PartView buyers(view.tallies(), view.part(), models::customer_view);
  answer.active = buyers.share([](const Sums& sums) { return sums.active; }, [](std::int64_t) { return false; });
  const double ltv = buyers.mean(models::ltv).value;
  // With a plan, late is after its end and not in the last tenth of a life.
  if (!view.tallies().plan && !std::isnan(ltv) && ltv != 0)
    answer.late_ltv_share = buyers.mean_of([](const Sums& sums) { return sums.late_ltv; }).value / ltv;
  return answer;
}

}  // namespace valuescale::results
