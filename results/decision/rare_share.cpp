#include "results/decision/rare_share.hpp"

#include "results/answer/worlds.hpp"

#include <algorithm>
#include <initializer_list>

namespace valuescale::results {

namespace {

bool is_edge(const Measured& measured, std::string_view path) {
  return is_share(path) && (measured.value == 0 || measured.value == 1) && estimate(measured).se == 0;
}

double farthest(double trials) { return std::min(1.0, 3 / trials); }

}  // namespace

bool is_share(std::string_view path) {
  if (path.find("ltv_cac") != std::string_view::npos) return false;
  const std::initializer_list<std::string_view> parts{"p_loss", "p_ruin",        ".ever",      ".never",     ".open",
                                                      ".cdf",   "p_nonnegative", "shortage.p", "conversion", ".active"};
  return std::any_of(parts.begin(), parts.end(), [&](std::string_view part) { return path.find(part) != std::string_view::npos; });
}

double trials_of(const models::Tallies& tallies) {
  return static_cast<double>(tallies.dims.worlds > 1 ? static_cast<std::int64_t>(tallies.dims.worlds) : customers_of(tallies, 0));
}

Interval share_interval(const Measured& measured, std::string_view path, double trials) {
  if (!is_edge(measured, path)) return interval(measured);
  return measured.value == 0 ? Interval{0, 0, farthest(trials)} : Interval{1, 1 - farthest(trials), 1};
}

Interval share_interval(const Measured& a, const Measured& b, std::string_view path, double trials) {
  if (is_edge(a, path) && is_edge(b, path) && a.value == b.value) return {0, -farthest(trials), farthest(trials)};
  return interval(difference(a, b));
}

}  // namespace valuescale::results
