#include "tools/valuescale/wish.hpp"

#include "models/description/problem.hpp"
#include "results/answer/make_answer.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cmath>

namespace valuescale::tools {
namespace {

[[noreturn]] void refuse(const char* option, std::string problem, std::string reason, std::string hint) {
  throw models::InputError({{{option, 0, 0}, std::move(problem), std::move(reason), std::move(hint)}});
}

/// A positive number and what stands behind it, blanks apart.
struct Measure {
  double amount = 0;
  std::string_view unit;
};
std::optional<Measure> measure(std::string_view text) {
  Measure result;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), result.amount);
  if (error != std::errc() || !std::isfinite(result.amount) || !(result.amount > 0)) return std::nullopt;
  result.unit = text.substr(static_cast<std::size_t>(end - text.data()));
  while (result.unit.starts_with(' ')) result.unit.remove_prefix(1);
  return result;
}

/// Only one thing can settle the number of customers.
void refuse_two_sizes(const char* option, const char* why, const RunCommand& command) {
  if (command.customers) refuse(option, "--customers is given too", why, fmt::format("leave out --customers or {}", option));
  if (command.precision && command.time) refuse(option, "--precision and --time exclude each other", why, "give one of them");
}

double seconds_of_a_run(const models::Scenario& scenario, const models::RunOptions& options) {
  const auto start = std::chrono::steady_clock::now();
  const models::Tallies tallies = models::simulate(scenario, options);
  const auto answer = results::make_answer(tallies, std::vector<std::string>(scenario.channels.size()),
                                           std::vector<std::string>(scenario.segments.size()), options.threads);
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

/// Down to two digits: a number that can be typed again.
std::int64_t rounded_down(double number) {
  const double unit = std::pow(10, std::max(0.0, std::floor(std::log10(std::max(number, 1.0))) - 1));
  return static_cast<std::int64_t>(std::floor(number / unit) * unit);
}

}  // namespace

std::optional<double> duration(std::string_view text) {
  constexpr std::pair<std::string_view, double> units[] = {{"", 1}, {"s", 1}, {"min", 60}, {"h", 3600}};
  const auto found = measure(text);
  if (!found) return std::nullopt;
  for (const auto& [name, seconds] : units)
    if (found->unit == name) return found->amount * seconds;
  return std::nullopt;
}

std::optional<Accuracy> accuracy(std::string_view text) {
  const auto found = measure(text);
  if (!found) return std::nullopt;
  if (found->unit == "%") return Accuracy{found->amount / 100, true, {}};
  const bool is_code =
      found->unit.size() == 3 && std::all_of(found->unit.begin(), found->unit.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
  if (!found->unit.empty() && !is_code) return std::nullopt;
  return Accuracy{found->amount, false, std::string(found->unit)};
}

std::optional<results::Wish> wish_of(const RunCommand& command, const models::Scenario& scenario) {
  const std::string& currency = scenario.currency;
  if (!command.precision) {
    if (command.of) refuse("--of", "there is no --precision", "--of says of which number it is", "add --precision 1%");
    return std::nullopt;
  }
  refuse_two_sizes("--precision", "it chooses the number of customers itself", command);
  results::Wish wish;
  const auto target = results::target_named(command.of.value_or("profit"));
  if (!target) {
    std::string names;
    for (const results::TargetName& known : results::kTargets) names += (names.empty() ? "" : ", ") + std::string(known.name);
    refuse("--of", fmt::format("'{}' is no number with a precision", *command.of), names + " are", "leave it out for profit");
  }
  wish.target = *target;
  if (results::is_of_plan(*target) && !scenario.plan)
    refuse("--of", fmt::format("'{}' is of a plan", *command.of), "the scenario has none", "add a [plan], or choose another number");
  if (*target == results::Target::ruin && !scenario.plan->cash)
    refuse("--of", "nothing is ruined here", "the plan has no cash that it could run out of", "give plan.cash, or choose another number");
  const auto wanted = accuracy(*command.precision);
  if (!wanted)
    refuse("--precision", fmt::format("'{}' is no accuracy", *command.precision), "a share of the value or an amount, above 0",
           fmt::format("write it as 1% or as 0.5 {}", currency));
  const bool is_money = results::name_of(*target).unit == results::TargetName::Unit::money;
  if (!wanted->currency.empty() && (!is_money || wanted->currency != currency))
    refuse("--precision", fmt::format("'{}' is not of the unit of {}", *command.precision, results::name_of(*target).meaning),
           is_money ? "amounts are in " + currency : "it is a plain number", "write the number alone");
  wish.accuracy = wanted->amount;
  wish.relative = wanted->relative;
  return wish;
}

std::string in_words(const results::Wish& wish, const std::string& currency) {
  const results::TargetName& target = results::name_of(wish.target);
  if (wish.relative) return fmt::format("{} to {:g} %", target.meaning, 100 * wish.accuracy);
  return fmt::format("{} to {:g}{}", target.meaning, wish.accuracy, target.unit == results::TargetName::Unit::money ? " " + currency : "");
}

std::string in_words(const results::Wish& wish, const results::Reading& reached) {
  const std::string relative =
      wish.relative ? fmt::format(", which is {:.2g} %", 100 * reached.half_width / std::fabs(reached.value)) : std::string();
  return fmt::format("{}: {:.6g} ± {:.3g}{} (95 % interval)", results::name_of(wish.target).meaning, reached.value, reached.half_width,
                     relative);
}

std::optional<double> time_of(const RunCommand& command) {
  if (!command.time) return std::nullopt;
  refuse_two_sizes("--time", "it chooses the number of customers itself", command);
  const auto seconds = duration(*command.time);
  if (!seconds) refuse("--time", fmt::format("'{}' is no time", *command.time), "above 0", "write it as 30s, 2min or 1h");
  return seconds;
}

std::optional<std::int64_t> size_in(double seconds, const models::Scenario& scenario, models::RunOptions options) {
  constexpr double pilot_share = 0.03;  // of the time: what a larger pilot takes longer is then no accident
  constexpr double reserve = 0.9;       // machines are not equally fast all the time
  options.progress = nullptr;
  // A plan says itself how many customers it wins.
  const bool of_worlds = scenario.plan.has_value();
  if (of_worlds && options.worlds)
    refuse("--time", "--worlds is given too", "of a plan it chooses the number of worlds itself", "leave out --worlds or --time");
  const std::int64_t few = of_worlds ? 25 : 2'000;  // less is no answer
  const std::int64_t most = of_worlds ? static_cast<std::int64_t>(models::most_worlds(scenario)) : results::kMostCustomers;
  // Worlds take time of their own: the pilots have as many as the run.
  if (!of_worlds && !options.worlds && models::setup(scenario, options).uncertain_assumptions > 0)
    options.worlds = std::min(models::kUsualWorlds, static_cast<std::int64_t>(models::most_worlds(scenario)));
  std::int64_t size = of_worlds ? few : std::max(few, options.worlds.value_or(1));
  const auto seconds_for = [&](std::int64_t number) {
    (of_worlds ? options.worlds : options.customers) = number;
    return seconds_of_a_run(scenario, options);
  };
  double spent = seconds_for(size);  // the first of a process is slow, and tells nothing
  double before = 0, now = seconds_for(size);
  spent += now;
  // A run takes some time however small it is, and then so much a customer: two sizes tell them apart.
  do {
    if (options.stop && options.stop->load()) return std::nullopt;
    size *= 4;
    before = now;
    now = seconds_for(size);
    spent += now;
  } while (now - before < pilot_share * seconds && spent < 4 * pilot_share * seconds && size < most / 4);
  if (options.stop && options.stop->load()) return std::nullopt;
  const double each = std::max(now - before, now / 20) / (0.75 * static_cast<double>(size));
  const double fixed = std::max(0.0, now - each * static_cast<double>(size));
  const double fit = (reserve * (seconds - spent) - fixed) / each;
  if (fit < static_cast<double>(few))
    refuse("--time", fmt::format("{:.3g} s are too short", seconds),
           fmt::format("{} {} alone take {:.2g} s", size, of_worlds ? "worlds" : "customers", now), "give more time");
  return std::min(rounded_down(fit), most);
}

}  // namespace valuescale::tools
