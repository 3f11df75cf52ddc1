// A decision, and what it would be worth to know more before it is taken: which of a scenario's channels to put money into, or which of several scenarios to choose;
// or to do nothing.
#pragma once

#include "results/decision/experiment.hpp"
#include "results/decision/information.hpp"
#include "results/decision/option_values.hpp"
#include "results/decision/uncertain.hpp"

#include <optional>
#include <string>
#include <vector>

namespace valuescale::results {

/// An assumption tried out on leads before deciding.
struct Pilot {
  std::string path;                    ///< of an assumption that is a probability
  std::optional<double> cost_of_lead;  ///< otherwise what a lead costs on average who is shown it
  std::vector<std::int64_t> leads;     ///< sizes that are looked at
};

struct VoiQuestion {
  Basis basis = Basis::money;  ///< of channels money, of scenarios lead, of their plans plan
  double scale = 1;            ///< budget; number of leads; 1 for plans
  bool may_do_nothing = true;
  std::size_t worlds = 2000;  ///< rounded up to whole groups: they are stratified
  std::optional<Pilot> pilot;
};

struct VoiOption {
  std::string name;
  std::string title;  ///< of a scenario among others
  Measured worth;
  double share_best = 0;  ///< of worlds
};

struct PilotSize {
  std::int64_t leads = 0;
  InformationValue value;  ///< EVSI
  double cost = 0;
  double net() const { return value.estimate.value - cost; }
};

/// In the scenario's currency, for the whole scale.
struct Voi {
  VoiQuestion question;
  std::vector<VoiOption> options;
  std::size_t best = 0;
  InformationValue evpi;
  std::vector<Uncertain> assumptions;
  std::vector<InformationValue> evppi;       ///< by assumption
  std::optional<InformationValue> of_pilot;  ///< EVPPI of what the pilot tries out: no pilot is worth more
  double cost_of_lead = kMissing;            ///< of a pilot
  std::vector<PilotSize> sizes;
  std::int64_t runs = 0, lifetimes = 0;
  double nested_lifetimes = 0;  ///< that worlds within worlds would take: each assumption's value, and for each as many worlds
  std::vector<std::string> warnings;

  /// The size of the highest net value; null where no pilot is worth its cost.
  const PilotSize* best_size() const;
  /// Sizes around it whose net value is at least 95 % of the highest.
  std::pair<std::int64_t, std::int64_t> as_good() const;
};

struct NamedScenario {
  std::string name;
  const models::Scenario* scenario;
};

/// A basis of money wants one scenario, others at least one. Throws models::InputError where nothing is uncertain, or a channel costs nothing.
Voi value_of_information(const std::vector<NamedScenario>& scenarios, VoiQuestion question, Experiment& experiment);

}  // namespace valuescale::results
