#include "scenarios/reader/description.hpp"
#include "scenarios/reader/keys.hpp"
#include "scenarios/reader/law_facts.hpp"

#include <cmath>
#include <string_view>
#include <vector>

namespace valuescale::scenarios {
namespace {

using models::Effect;
using models::Quantity;
using models::Season;
using models::Shock;
using models::Trend;

/// "rate (purchase rates of repeat processes)": a target with what it acts on, where its name leaves that open.
std::string in_words(const std::string& target) {
  const std::string_view key = std::string_view(target).substr(target.rfind('.') + 1);
  const bool of_channel = target.starts_with("channel."), bare = key.size() == target.size();
  for (const auto& all : {multipliers(), calendar_multipliers()})
    for (const Multiplier& m : all)
      if (m.name == key && (bare || of_channel) && !m.about.starts_with(m.name)) return fmt::format("{} ({})", target, m.about);
  return target;
}

class CalendarDescription {
 public:
  CalendarDescription(const models::Scenario& scenario, DescriptionLines& lines) : s_(scenario), lines_(lines) {}

  void write() {
    for (const Season& season : s_.calendar.seasons) describe(season);
    for (const Shock& shock : s_.calendar.shocks) describe(shock);
    for (const Trend& trend : s_.calendar.trends) describe(trend);
  }

 private:
  std::string times() const { return fmt::format("{}s", models::name_of(s_.time_unit)); }

  void describe(const Season& season) {
    lines_.line("\nSeason {}: every year the same.", season.name);
    lines_.note_lines(season.note, season.source);
    for (const Season::Factors& factors : season.effects) describe(factors);
  }

  /// Certain factors share a line, and those of 1 are left out; what is not known, or has a note of its own, has a line each.
  void describe(const Season::Factors& factors) {
    const auto own = [&](Quantity q) {
      if (q.note == factors.note) q.note.clear();
      if (q.source == factors.source) q.source.clear();
      return q;
    };
    const auto is_plain = [&](const Quantity& q) { return q.is_certain() && own(q).note.empty() && own(q).source.empty(); };
    std::vector<std::string> plain;
    for (std::size_t month = 0; month < factors.by_month.size(); ++month)
      if (const Quantity& factor = factors.by_month[month]; is_plain(factor) && factor.law.value != 1)
        plain.push_back(fmt::format("{} {}", month_names()[month], reading_of(factor)));
    lines_.line("  {} times{}{}", in_words(factors.target), plain.empty() ? "" : ": ", fmt::join(plain, ", "));
    for (std::size_t month = 0; month < factors.by_month.size(); ++month)
      if (!is_plain(factors.by_month[month])) lines_.value(fmt::format("  {}", month_names()[month]), own(factors.by_month[month]));
    lines_.note_lines(factors.note, factors.source, "    ");
  }

  void describe(const Shock& shock) {
    lines_.line("\nShock {}: strikes the whole business {}, for whole months.", shock.name,
                shock.rate ? "again and again, but not while it lasts" : "once, or not at all");
    lines_.note_lines(shock.note, shock.source);
    if (shock.probability) lines_.value("with probability", *shock.probability);
    if (shock.rate) lines_.value("how often", *shock.rate, fmt::format("times a {}", models::name_of(s_.time_unit)));
    if (shock.start)
      lines_.value("starts after", *shock.start, times());
    else if (!shock.rate)
      lines_.line("  starts in any of the plan's months alike");
    lines_.value("lasts", shock.duration, times());
    for (const Effect& effect : shock.effects) lines_.value("while it lasts, " + in_words(effect.target) + " times", effect.factor);
  }

  void describe(const Trend& trend) {
    lines_.line("\nTrend {}: from month to month until the plan ends, where it stays.", trend.name);
    lines_.note_lines(trend.note, trend.source);
    for (const Effect& effect : trend.effects) {
      lines_.value(in_words(effect.target) + " grows each month by", effect.factor);
      lines_.line("    at central values times {:.4g} in month {}", std::pow(1 + mean_of(effect.factor.law), s_.plan->months - 1),
                  s_.plan->months);
    }
  }

  const models::Scenario& s_;
  DescriptionLines& lines_;
};

}  // namespace

std::string_view month_name(int month) { return month_names()[static_cast<std::size_t>(month - 1)]; }

void describe_calendar(const models::Scenario& scenario, DescriptionLines& lines) { CalendarDescription(scenario, lines).write(); }

void describe_stresses(const models::Scenario& scenario, DescriptionLines& lines) {
  for (const models::Stress& stress : scenario.stresses) {
    lines.line("\nStress {}, for valuescale stress alone: {}.", stress.name, stress.what);
    lines.note_lines(stress.note, stress.source);
  }
}

}  // namespace valuescale::scenarios
