#include "results/answer/referrals.hpp"

#include "results/answer/part_view.hpp"
#include "results/answer/worlds.hpp"

#include <functional>

namespace valuescale::results {

using models::Descent;
using models::Tallies;

namespace {

/// Mean number of children of some kind.
Linear children(const Tallies& tallies, const Sample& sample, const std::function<bool(Descent descent, std::size_t segment)>& counts) {
  const models::Dimensions& dims = tallies.dims;
  const auto& by_cell = sample.unit == Unit::world ? tallies.world_children : tallies.replicate_children;
  Numerator number;
  number.by_unit.assign(sample.units * sample.groups, 0.0);
  number.pooled.assign(sample.groups, 0.0);
  for (std::size_t u = 0; u < sample.units; ++u)
    for (std::size_t g = 0; g < sample.groups; ++g) {
      std::int64_t total = 0;
      for (const std::size_t cell : sample.cells[g])
        for (std::size_t kind = 0; kind < dims.child_kinds(); ++kind)
          if (counts(static_cast<Descent>(kind / dims.segments), kind % dims.segments))
            total += by_cell[(u * dims.cells() + cell) * dims.child_kinds() + kind];
      number.by_unit[u * sample.groups + g] = static_cast<double>(total);
      number.pooled[g] += static_cast<double>(total);
    }
  return linearise(sample, number);
}

ViewAnswer answer_without(const Tallies& tallies, Part part, models::View which) {
  const PartView view(*tallies.without_referrals, part, which);
  ViewAnswer answer = answer_view(view);
  answer.payback.cohort = cohort_payback(view);
  return answer;
}

}  // namespace

std::optional<Referrals> referrals(const Tallies& tallies, Part part, const std::vector<std::string>& segments) {
  if (!tallies.without_referrals) return std::nullopt;
  const PartView customers(tallies, part, models::customer_view);
  const Sample& sample = customers.means();
  Referrals result;
  const Linear all = children(tallies, sample, [](Descent, std::size_t) { return true; });
  result.children = estimate(all);
  result.direct_children = estimate(children(tallies, sample, [](Descent descent, std::size_t) { return descent == Descent::direct; }));
  for (std::size_t s = 0; s < segments.size(); ++s)
    result.by_segment.emplace_back(segments[s],
                                   estimate(children(tallies, sample, [s](Descent, std::size_t segment) { return segment == s; })));

  result.cac_paid = customers.mean(customers.cac());
  // A head more for each customer who was bought moves nothing.
  Linear heads = all;
  heads.value += 1;
  const Linear cost = linearise(sample, customers.of_metric(sample, customers.cac()), customers.units_per_currency());
  result.cac_blended = estimate(ratio(cost, heads));

  result.lead = answer_without(tallies, part, models::lead_view);
  result.customer = answer_without(tallies, part, models::customer_view);
  return result;
}

}  // namespace valuescale::results
