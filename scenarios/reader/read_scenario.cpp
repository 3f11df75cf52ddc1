#include "scenarios/reader/build.hpp"
#include "scenarios/reader/document.hpp"
#include "scenarios/reader/merge.hpp"
#include "scenarios/reader/reader.hpp"
#include "scenarios/reader/writer.hpp"

#include <functional>

namespace valuescale::scenarios {

namespace {

/// What was found before counts too where reading cannot go on.
Node read(Problems& problems, const std::function<Node()>& document) {
  try {
    return document();
  } catch (const models::InputError& fatal) {
    for (const models::Problem& p : fatal.problems()) problems.add(p.place, p.problem, p.reason, p.hint);
    problems.throw_if_any();
    throw;
  }
}

models::Scenario scenario_of(const Node& document, Problems& problems) {
  Build build(document, problems);
  read_top_level(build);
  list_entities(build);
  read_spends(build);
  read_offers(build);
  read_steps(build);
  read_repeats(build);
  read_referrals(build);
  read_segments(build);
  read_states(build);
  read_channels(build);
  read_plan(build);
  const bool sound = problems.count() == 0;
  read_adjustments(build);
  read_calendar(build);
  read_correlations(build);
  settle_followers(build);
  check_use(build);
  check_states(build);
  // Chances, circles and paces are worth judging only where the numbers are.
  if (sound && problems.count() == 0) {
    check_chances(build);
    check_shares_of_first_sales(build);
    check_pace(build);
    check_ladder(build);
    check_referrals(build);
    check_plan(build);
    check_calendar(build);
    check_correlations(build);
  }
  read_stresses(build);
  problems.throw_if_any();

  build.scenario.text = written(document);
  // What might go wrong with it makes no other business.
  Node business = document;
  std::erase_if(business.members, [](const Member& member) { return member.name == "stress"; });
  build.scenario.hash = hash_of(business);
  return std::move(build.scenario);
}

}  // namespace

models::Scenario read_scenario(const std::string& path, const Settings& settings, const std::string& stresses) {
  Problems problems;
  return scenario_of(read(problems, [&] { return merged_document(path, settings, stresses, problems); }), problems);
}

models::Scenario read_scenario_text(const std::string& text, const std::string& shown) {
  Problems problems;
  return scenario_of(read(problems, [&] { return parse_document(text, shown, problems); }), problems);
}

}  // namespace valuescale::scenarios
