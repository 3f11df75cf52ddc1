#include "tools/valuescale/sizes.hpp"

#include "models/description/problem.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

namespace valuescale::tools {
namespace {

constexpr std::uint64_t kLargest = std::numeric_limits<std::uint64_t>::max();
constexpr std::uint64_t kMostWorlds = 1'000'000;
constexpr std::uint64_t kMostPeople = 1'000'000'000'000;
constexpr std::int64_t kUsualRareWorlds = 1000;

/// Appends zeros; nothing where the number gets too large.
std::optional<std::uint64_t> with_zeros(std::uint64_t number, std::uint64_t zeros) {
  for (; zeros > 0 && number > 0; --zeros) {
    if (number > kLargest / 10) return std::nullopt;
    number *= 10;
  }
  return number;
}

std::optional<std::uint64_t> digits(std::string_view text) {
  if (text.empty() || text.front() == '_' || text.back() == '_') return std::nullopt;
  std::uint64_t number = 0;
  for (const char c : text) {
    if (c == '_') continue;
    if (c < '0' || c > '9') return std::nullopt;
    const auto digit = static_cast<std::uint64_t>(c - '0');
    if (number > (kLargest - digit) / 10) return std::nullopt;
    number = 10 * number + digit;
  }
  return number;
}

models::Distributions read_distributions(std::string_view text, std::vector<models::Problem>& problems) {
  models::Distributions wanted{false, false, false, false};
  if (text == "none") return wanted;
  const std::pair<std::string_view, bool models::Distributions::*> known[] = {{"profit", &models::Distributions::profit},
                                                                              {"npv", &models::Distributions::npv},
                                                                              {"ltv", &models::Distributions::ltv},
                                                                              {"cac", &models::Distributions::cac}};
  for (std::size_t from = 0; from <= text.size();) {
    const std::size_t to = std::min(text.find(',', from), text.size());
    const std::string_view name = text.substr(from, to - from);
    const auto found = std::find_if(std::begin(known), std::end(known), [&](const auto& one) { return one.first == name; });
    if (found == std::end(known)) {
      problems.push_back({{"--distributions", 0, 0},
                          fmt::format("'{}' has no distribution", name),
                          "profit, npv, ltv and cac have",
                          "list them with commas, or say none"});
    } else {
      wanted.*(found->second) = true;
    }
    from = to + 1;
  }
  return wanted;
}

std::string read_instructions(std::string_view text, std::vector<models::Problem>& problems) {
  if (text != "baseline" && text != "v3" && text != "v4")
    problems.push_back({{"--instructions", 0, 0},
                        fmt::format("'{}' is no instruction set", text),
                        "baseline, v3 (AVX2) and v4 (AVX-512) are",
                        "leave it to be chosen"});
  return std::string(text);
}

models::Sampling read_sampling(std::string_view text, std::vector<models::Problem>& problems) {
  if (text != "independent" && text != "stratified")
    problems.push_back({{"--sampling", 0, 0},
                        fmt::format("'{}' is no way to draw worlds", text),
                        "independent and stratified are",
                        "leave it out for independent worlds"});
  return text == "stratified" ? models::Sampling::stratified : models::Sampling::independent;
}

/// 0 where it is no such number.
std::uint64_t read_number(const char* option, const std::string& text, std::uint64_t low, std::uint64_t high,
                          std::vector<models::Problem>& problems) {
  const auto number = whole_number(text);
  if (number && *number >= low && *number <= high) return *number;
  models::Problem problem;
  problem.place.file = option;
  problem.problem = number ? fmt::format("{} is out of range", text) : fmt::format("'{}' is no whole number that fits", text);
  problem.reason = fmt::format("{} to {}", low, high);
  if (!number) problem.hint = "write it as 1000000, 1_000_000, 1M or 1e6";
  problems.push_back(std::move(problem));
  return 0;
}

/// "ruin" or "ruin=WORLDS".
std::int64_t read_rare(std::string_view text, std::vector<models::Problem>& problems) {
  constexpr std::string_view event = "ruin";
  if (text == event) return kUsualRareWorlds;
  if (text.starts_with(event) && text[event.size()] == '=')
    return static_cast<std::int64_t>(read_number("--rare", std::string(text.substr(event.size() + 1)), 1, kMostWorlds, problems));
  problems.push_back(
      {{"--rare", 0, 0}, fmt::format("'{}' is no rare event", text), "ruin is", "write it as ruin, or as ruin=4000 for so many worlds"});
  return 0;
}

}  // namespace

std::optional<std::uint64_t> whole_number(std::string_view text) {
  std::uint64_t zeros = 0;
  if (text.ends_with('k')) zeros = 3;
  if (text.ends_with('M')) zeros = 6;
  if (zeros > 0) text.remove_suffix(1);
  if (const std::size_t e = text.find('e'); e != std::string_view::npos) {
    const auto exponent = digits(text.substr(e + 1));
    if (!exponent || zeros > 0) return std::nullopt;
    zeros = *exponent;
    text = text.substr(0, e);
  }
  const auto number = digits(text);
  return number ? with_zeros(*number, zeros) : std::nullopt;
}

models::RunOptions sizes_of(const SizeOptions& sizes, std::vector<models::Problem>& problems) {
  const auto read = [&problems](const char* option, const std::optional<std::string>& text, std::uint64_t fallback, std::uint64_t low,
                                std::uint64_t high) { return text ? read_number(option, *text, low, high, problems) : fallback; };
  models::RunOptions options;
  options.seed = read("--seed", sizes.seed, options.seed, 0, kLargest);
  options.threads = static_cast<int>(read("--threads", sizes.threads, 0, 1, 1024));
  if (sizes.customers) options.customers = static_cast<std::int64_t>(read("--customers", sizes.customers, 0, 1, kMostPeople));
  const auto worlds = static_cast<std::int64_t>(read("--worlds", sizes.worlds, 0, 1, kMostWorlds));
  if (worlds > 0) options.worlds = worlds;
  if (sizes.sampling) options.sampling = read_sampling(*sizes.sampling, problems);
  if (sizes.instructions) options.instruction_set = read_instructions(*sizes.instructions, problems);
  return options;
}

models::RunOptions sizes_of(const RunCommand& command) {
  std::vector<models::Problem> problems;
  models::RunOptions options = sizes_of(command, problems);
  if (command.cohort) options.cohort = static_cast<std::int64_t>(read_number("--cohort", *command.cohort, 1, kMostPeople, problems));
  if (command.rare) options.ruin_worlds = read_rare(*command.rare, problems);
  if (command.distributions) options.distributions = read_distributions(*command.distributions, problems);
  if (!problems.empty()) throw models::InputError(std::move(problems));
  return options;
}

models::ReplayOptions who_is_meant(const ReplayCommand& command) {
  std::vector<models::Problem> problems;
  models::ReplayOptions options;
  options.channel = command.channel;
  // Where the numbers end, the scenario knows.
  options.world = read_number("--world", command.world, 0, kLargest, problems);
  options.customer = read_number("--customer", command.customer, 0, kLargest, problems);
  if (command.month) options.month = read_number("--month", *command.month, 0, kLargest, problems);
  if (command.seed) options.seed = read_number("--seed", *command.seed, 0, kLargest, problems);
  if (command.worlds) options.worlds = read_number("--worlds", *command.worlds, 1, kMostWorlds, problems);
  if (command.sampling) options.sampling = read_sampling(*command.sampling, problems);
  if (!problems.empty()) throw models::InputError(std::move(problems));
  return options;
}

}  // namespace valuescale::tools
