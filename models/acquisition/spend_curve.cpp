#include "models/acquisition/spend_curve.hpp"

namespace valuescale::models {

Bought SpendCurve::bought(double times) const {
  Bought bought = response->at({parameters.data(), response->fields.size()}, spend * times / dearer);
  bought.slope /= dearer;
  return limited(bought, capacity);
}

SpendFacts SpendCurve::at(double times) const {
  const Bought brought = bought(times);
  const double infinity = std::numeric_limits<double>::infinity();
  SpendFacts facts;
  facts.spend = spend * times;
  facts.customers = of_leads ? brought.number * conversion : conversion > 0 ? brought.number : 0;
  facts.leads = of_leads ? brought.number : conversion > 0 ? brought.number / conversion : brought.number;
  facts.slope = of_leads ? brought.slope * conversion : conversion > 0 ? brought.slope : 0;
  facts.average_cac = facts.customers > 0 ? facts.spend / facts.customers + besides : infinity;
  facts.marginal_cac = facts.slope > 0 ? 1 / facts.slope + besides : infinity;
  return facts;
}

}  // namespace valuescale::models
