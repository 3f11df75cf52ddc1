#include "results/decision/voi.hpp"

#include "models/description/problem.hpp"
#include "results/answer/sentences.hpp"
#include "results/decision/run_warnings.hpp"

#include <algorithm>
#include <cmath>

namespace valuescale::results {

namespace {

constexpr std::int64_t kUsualCustomers = 4'000'000;
constexpr std::int64_t kFewestOfChannel = 10;  // customers of a world
constexpr double kAsGood = 0.95;
const std::string kNothing = said<"option.nothing">();

/// Worlds in Latin hypercubes, each twice, by other luck; of channels that are options equally many customers.
models::RunOptions lived_twice(const models::Scenario& scenario, const std::vector<Uncertain>& uncertain, std::size_t worlds, Basis basis,
                               const models::RunOptions& as) {
  models::RunOptions options = as;
  options.sampling = uncertain.empty() ? models::Sampling::independent : models::Sampling::stratified;
  options.worlds = static_cast<std::int64_t>(kCopies * worlds);
  const std::int64_t fewest = *options.worlds * static_cast<std::int64_t>(scenario.channels.size()) * kFewestOfChannel;
  if (!scenario.plan) options.customers = std::max(as.customers.value_or(kUsualCustomers), fewest);
  options.design.channels_alike = basis == Basis::money;
  std::vector<std::uint32_t> drawn_as;
  for (std::size_t world = 0; world < worlds; ++world)
    for (std::size_t copy = 0; copy < kCopies; ++copy) {
      drawn_as.push_back(static_cast<std::uint32_t>(world));
      options.design.luck.push_back(static_cast<std::uint32_t>(kCopies * world + copy));
    }
  for (const Uncertain& one : uncertain) options.design.drawn_as[one.path] = drawn_as;
  options.design.drawn = worlds;
  return options;
}

std::vector<Output> in_pairs(const std::vector<double>& values, double scale) {
  std::vector<Output> pairs(values.size() / kCopies);
  for (std::size_t i = 0; i < pairs.size() * kCopies; ++i) pairs[i / kCopies][i % kCopies] = scale * values[i];
  return pairs;
}

/// What a lead costs who is shown what is tried out; of channels that sell it where it is an offer's, and don't say otherwise, or of the one whose own it
/// is; else of all. Missing where there are none.
double mean_cost_of_lead(const models::Scenario& scenario, const models::Tallies& tallies, const std::string& path) {
  const std::size_t channels = tallies.dims.channels;
  const auto sells = [&](std::size_t c) {
    const models::Channel& channel = scenario.channels[c];
    const std::string take = "offer." + scenario.offers[channel.offer].name + ".take";
    const auto own = std::find_if(channel.adjustments.begin(), channel.adjustments.end(), [&](const models::Adjustment& adjustment) {
      return adjustment.how == models::Adjustment::How::replace && adjustment.target == take;
    });
    return path == (own == channel.adjustments.end() ? take : own->value.path);
  };
  bool is_sold = false;
  for (std::size_t c = 0; c < channels; ++c) is_sold = is_sold || sells(c);
  double leads = 0, cost = 0;
  for (std::size_t place = 0; place < tallies.channel_facts.size(); ++place) {
    const models::ChannelFacts& facts = tallies.channel_facts[place];
    if (is_sold && !sells(place % channels)) continue;
    leads += facts.lead_share;
    cost += facts.lead_share * facts.mean_lead_cost;
  }
  return leads > 0 ? cost / leads / static_cast<double>(tallies.units_per_currency) : kMissing;
}

std::vector<models::Correlation> all_correlations(const std::vector<NamedScenario>& scenarios) {
  std::vector<models::Correlation> all;
  for (const NamedScenario& one : scenarios) all.insert(all.end(), one.scenario->correlations.begin(), one.scenario->correlations.end());
  return all;
}

/// Runs the scenarios; fills worths and names of options, and what assumptions drew.
class Study {
 public:
  Study(const std::vector<NamedScenario>& scenarios, const VoiQuestion& question, Experiment& experiment) : question_(question) {
    for (const NamedScenario& one : scenarios) live(one, experiment);
    tied_ = tied_together(all_correlations(scenarios), assumptions_);
    if (question.may_do_nothing) add(kNothing, std::vector<double>(kCopies * question.worlds, 0.0));
  }

  const std::vector<std::string>& names() const { return names_; }
  const Worths& worths() const { return worths_; }
  const std::vector<Uncertain>& assumptions() const { return assumptions_; }
  const std::vector<std::vector<double>>& drawn() const { return drawn_; }
  /// Those that any of the scenarios ties together.
  const std::vector<std::vector<std::size_t>>& tied() const { return tied_; }
  double cost_of_lead() const { return cost_of_lead_; }

 private:
  void add(const std::string& name, const std::vector<double>& values) {
    names_.push_back(name);
    worths_.push_back(in_pairs(values, question_.scale));
  }

  void live(const NamedScenario& one, Experiment& experiment) {
    const std::vector<Uncertain> uncertain = uncertain_of(*one.scenario);
    const models::Tallies tallies =
        experiment.live(*one.scenario, lived_twice(*one.scenario, uncertain, question_.worlds, question_.basis, experiment.options()));
    // Each world is there twice: how many would do is not told by them.
    const std::string skewed = said<"warning.skewed">(said<"profit.customer">(), "", "", said<"units.worlds">(), "", "worlds");
    experiment.heed(other_warnings(run_warnings(*one.scenario, tallies, {}, experiment.options().threads), {skewed}));
    note(uncertain, tallies);
    if (question_.pilot && std::isnan(cost_of_lead_)) cost_of_lead_ = mean_cost_of_lead(*one.scenario, tallies, question_.pilot->path);
    if (question_.basis != Basis::money) return add(one.name, values_by_unit({one.name, &tallies, {}}, question_.basis, Worth::profit));
    for (std::size_t c = 0; c < tallies.dims.channels; ++c) {
      const std::string& name = one.scenario->channels[c].name;
      const std::vector<double> returns = values_by_unit({name, &tallies, {Part::What::channel, c}}, Basis::money, Worth::profit);
      if (std::any_of(returns.begin(), returns.end(), [](double value) { return std::isnan(value); }))
        throw models::InputError({{{"channel." + name, 0, 0},
                                   "customers of the channel cost nothing, or none were lived in some world",
                                   "channels are compared by profit per unit of acquisition money",
                                   "give it a cost, raise --customers, or compare scenarios: by profit per lead"}});
      add(name, returns);
    }
  }

  /// Assumptions of the same name are the same, in all scenarios.
  void note(const std::vector<Uncertain>& uncertain, const models::Tallies& tallies) {
    for (const Uncertain& assumption : uncertain) {
      const auto is_it = [&](const auto& other) { return other.path == assumption.path; };
      if (std::any_of(assumptions_.begin(), assumptions_.end(), is_it)) continue;
      const auto column = std::find_if(tallies.assumptions.begin(), tallies.assumptions.end(), is_it);
      assumptions_.push_back(assumption);
      drawn_.emplace_back();
      for (std::size_t world = 0; world < column->values.size(); world += kCopies) drawn_.back().push_back(column->values[world]);
    }
  }

  const VoiQuestion& question_;
  std::vector<std::string> names_;
  Worths worths_;
  std::vector<Uncertain> assumptions_;
  std::vector<std::vector<double>> drawn_;  ///< [assumption][world]
  std::vector<std::vector<std::size_t>> tied_;
  double cost_of_lead_ = kMissing;
};

Measured mean_of(const std::vector<Output>& worth) {
  std::vector<double> sums(std::min(kGroups, worth.size()));
  const std::size_t groups = sums.size();
  double all = 0;
  for (std::size_t g = 0; g < groups; ++g)
    for (std::size_t w = g * worth.size() / groups; w < (g + 1) * worth.size() / groups; ++w) sums[g] += (worth[w][0] + worth[w][1]) / 2;
  for (const double sum : sums) all += sum;
  Measured mean{all / static_cast<double>(worth.size()), {}};
  for (std::size_t g = 0; g < groups; ++g) {
    const std::size_t here = (g + 1) * worth.size() / groups - g * worth.size() / groups;
    mean.without.push_back((all - sums[g]) / static_cast<double>(worth.size() - here));
  }
  return mean;
}

}  // namespace

const PilotSize* Voi::best_size() const {
  const auto highest =
      std::max_element(sizes.begin(), sizes.end(), [](const PilotSize& a, const PilotSize& b) { return a.net() < b.net(); });
  return highest == sizes.end() || !(highest->net() > 0) ? nullptr : &*highest;
}

std::pair<std::int64_t, std::int64_t> Voi::as_good() const {
  const PilotSize* const highest = best_size();
  if (!highest) return {0, 0};
  std::pair<std::int64_t, std::int64_t> range{highest->leads, highest->leads};
  for (const PilotSize& size : sizes)
    if (size.net() >= kAsGood * highest->net()) range = {std::min(range.first, size.leads), std::max(range.second, size.leads)};
  return range;
}

Voi value_of_information(const std::vector<NamedScenario>& scenarios, VoiQuestion question, Experiment& experiment) {
  if (std::all_of(scenarios.begin(), scenarios.end(), [](const NamedScenario& one) { return uncertain_of(*one.scenario).empty(); }))
    throw models::InputError({{{},
                               "nothing in the scenario is uncertain",
                               "there is nothing that could be found out",
                               "write what you don't know as a range (\"4% to 8%\") or a law (\"beta(2, 38)\")"}});
  // Groups that tell errors are hypercubes, each whole.
  static_assert(kGroups == models::kHypercubes);
  question.worlds = (question.worlds + kGroups - 1) / kGroups * kGroups;
  const Study study(scenarios, question, experiment);
  const Worths& worths = study.worths();
  Voi voi;
  voi.best = best_option(worths);
  // Assumptions tied in one of the scenarios are in all: the draws of each are those of the first that has it.
  const ExpectedGiven curves = curves_of(worths, study.drawn(), study.tied());
  const std::vector<double> shares = share_best(worths, curves);
  for (std::size_t d = 0; d < worths.size(); ++d) voi.options.push_back({study.names()[d], {}, mean_of(worths[d]), shares[d]});
  voi.evpi = evpi(worths, curves);
  voi.assumptions = study.assumptions();
  for (std::size_t i = 0; i < voi.assumptions.size(); ++i) voi.evppi.push_back(evppi(curves, i));
  if (question.pilot) {
    const auto tried = std::find_if(voi.assumptions.begin(), voi.assumptions.end(),
                                    [&](const Uncertain& one) { return one.path == question.pilot->path; });
    const auto number = static_cast<std::size_t>(tried - voi.assumptions.begin());
    voi.of_pilot = voi.evppi.at(number);
    voi.cost_of_lead = question.pilot->cost_of_lead.value_or(study.cost_of_lead());
    const std::vector<InformationValue> values = evsi(curves, number, study.drawn()[number], question.pilot->leads);
    for (std::size_t i = 0; i < values.size(); ++i)
      voi.sizes.push_back({question.pilot->leads[i], values[i], voi.cost_of_lead * static_cast<double>(question.pilot->leads[i])});
  }
  voi.warnings = experiment.warnings();
  voi.runs = experiment.runs();
  voi.lifetimes = experiment.lifetimes();
  voi.nested_lifetimes = static_cast<double>(voi.lifetimes) * static_cast<double>(question.worlds * voi.assumptions.size());
  voi.question = std::move(question);
  return voi;
}

}  // namespace valuescale::results
