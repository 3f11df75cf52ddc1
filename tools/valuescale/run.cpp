// When do customers pay back, what do we earn, what can go wrong?
#include "models/lifetime/simulate.hpp"
#include "results/answer/make_answer.hpp"
#include "results/answer/sentences.hpp"
#include "results/files/whole_file.hpp"
#include "results/hdf5/results_file.hpp"
#include "results/json/to_json.hpp"
#include "results/report/run_report.hpp"
#include "results/terminal/in_words.hpp"
#include "scenarios/reader/reader.hpp"
#include "tools/valuescale/commands.hpp"
#include "tools/valuescale/console.hpp"
#include "tools/valuescale/interrupt.hpp"
#include "tools/valuescale/progress.hpp"
#include "tools/valuescale/report.hpp"
#include "tools/valuescale/sizes.hpp"
#include "tools/valuescale/stated.hpp"
#include "tools/valuescale/version.hpp"
#include "tools/valuescale/wish.hpp"

#include <fmt/format.h>

#include <chrono>

namespace valuescale::tools {
namespace {

std::string rate_label(const models::Discount& discount) {
  const models::Law& law = discount.rate.law;
  // An uncertain rate is named as it was written, with its period.
  if (!law.is_constant()) return discount.rate.text;
  const std::string percent = fmt::format("{:g}", 100 * law.value * discount.rate.factor);
  const std::string label = discount.continuous ? results::said<"rate.continuous">(percent) : percent + " %";
  if (discount.period_years == 1) return label;
  const std::pair<double, const char*> periods[] = {{1.0 / 12, "month"}, {0.25, "quarter"}, {7 / 365.25, "week"}, {1 / 365.25, "day"}};
  for (const auto& [years, name] : periods) {
    if (std::abs(discount.period_years / years - 1) < 1e-9) return results::said<"rate.each">(label, name);
  }
  return results::said<"rate.years">(label, fmt::format("{:g}", discount.period_years));
}

/// Adds what was run to what came out.
void name_the_run(results::Answer& answer, const models::Scenario& scenario, std::uint64_t seed, const models::Tallies& tallies) {
  answer.title = scenario.title;
  answer.currency = scenario.currency;
  answer.step = models::name_of(scenario.step);
  answer.step_days = models::days_in(scenario.step);
  answer.lifetime = scenario.lifetime;
  answer.horizon_label = fmt::format("{} {}{}", scenario.lifetime, answer.step, scenario.lifetime == 1 ? "" : "s");
  answer.rate_label = rate_label(scenario.discount);
  answer.scenario_text = scenario.text;
  answer.scenario_hash = scenario.hash;
  answer.program_version = kVersion;
  answer.program_hash = tallies.program_hash;
  answer.seed = seed;
  answer.has_segments = scenario.has_segments;
  answer.interrupted = tallies.interrupted;
  answer.stated = stated_in(scenario);
  const std::vector<std::string> warnings = scenarios::warnings_about(scenario);
  answer.warnings.insert(answer.warnings.begin(), warnings.begin(), warnings.end());
}

std::vector<std::string> names_of(const auto& named) {
  std::vector<std::string> names;
  names.reserve(named.size());
  for (const auto& one : named) names.push_back(one.name);
  return names;
}

/// Settles how many customers, in how many worlds, by what is to be reached; false if stopped meanwhile. What was settled is said, so that
/// the same run can be asked for again.
bool choose_size(const RunCommand& command, const models::Scenario& scenario, const std::optional<results::Wish>& wish,
                 const std::optional<double>& seconds, models::RunOptions& options) {
  if (wish && options.sampling == models::Sampling::stratified)
    throw models::InputError({{{"--sampling", 0, 0},
                               "--precision cannot choose the size of a stratified run",
                               "sixteen hypercubes tell its error too roughly to promise one",
                               "leave out --sampling, or give --customers and --worlds"}});
  if ((wish || seconds) && options.ruin_worlds > 0)
    throw models::InputError({{{"--rare", 0, 0},
                               fmt::format("{} does not reckon with worlds drawn for it", wish ? "--precision" : "--time"),
                               "its pilots draw none",
                               "leave out --rare, or give --worlds instead"}});
  if (wish) {
    const auto size = results::choose_size(scenario, options, *wish);
    if (!size) return false;
    if (size->customers > 0) options.customers = size->customers;
    options.worlds = size->worlds;
  }
  if (seconds) {
    const auto size = size_in(*seconds, scenario, options);
    if (!size) return false;
    (scenario.plan ? options.worlds : options.customers) = *size;
  }
  if (command.quiet || !(wish || seconds)) return true;
  const std::string what = wish ? in_words(*wish, scenario.currency) : fmt::format("in {:g} s", *seconds);
  std::string size = options.customers ? fmt::format(" --customers {}", *options.customers) : std::string();
  if (options.worlds) size += fmt::format(" --worlds {}", *options.worlds);
  complain(fmt::format("{}:{}", what, size));
  return true;
}

/// Says whether the wish came true; the run's own interval is the judge.
ExitCode judge(const RunCommand& command, const results::Wish& wish, const models::Tallies& tallies) {
  const results::Reading reached = results::read(tallies, wish.target);
  const bool granted = results::has(reached, wish);
  if (granted && command.quiet) return kDone;
  const char* missed = "; less accurate than asked for: its spread shows in few customers only, ask for some more accuracy";
  complain(in_words(wish, reached) + (granted ? "" : missed));
  return granted ? kDone : kFailed;
}

}  // namespace

int run(const RunCommand& command) {
  models::RunOptions options = sizes_of(command);
  const models::Scenario scenario = scenarios::read_scenario(command.scenario, settings_of(command.settings));
  const std::optional<results::Wish> wish = wish_of(command, scenario);
  const std::optional<double> seconds = time_of(command);
  // A run of minutes should not end in "permission denied".
  if (!command.output.empty()) results::check_writable(command.output);
  const results::report::Language& say = language_of(command.language);
  if (!command.report.empty()) {
    if (results::is_same_file(command.report, command.output))
      throw models::InputError(
          {{{"--report", 0, 0}, "is the file that -o writes, too", "a page is no results file", "give one of them another name"}});
    check_page_writable(command.report);
  }

  const Interrupt interrupt;
  options.stop = &interrupt.requested();
  if (!choose_size(command, scenario, wish, seconds, options)) {
    complain("interrupted");
    return kFailed;
  }
  Progress progress(command.quiet);
  options.progress = [&progress](std::int64_t done, std::int64_t total) { progress.show(done, total); };

  const auto start = std::chrono::steady_clock::now();
  const models::Tallies tallies = models::simulate(scenario, options);
  results::Answer answer = results::make_answer(tallies, names_of(scenario.channels), names_of(scenario.segments), options.threads);
  progress.finish();
  answer.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  name_the_run(answer, scenario, options.seed, tallies);

  if (!command.output.empty() && !answer.interrupted) results::write_results(answer, command.output);
  if (!command.report.empty() && !answer.interrupted) write_page(results::report::run_report(answer, say), say, command.report);
  if (command.json) {
    print(results::to_json(answer));
  } else if (!command.quiet || command.output.empty()) {
    print(results::in_words(answer, style_of_stdout()));
  }
  if (answer.interrupted) {
    complain(command.output.empty() ? "interrupted" : fmt::format("interrupted: {} was not written", results::printable(command.output)));
    return kFailed;
  }
  return wish ? judge(command, *wish, tallies) : kDone;
}

}  // namespace valuescale::tools
