#include "results/report/decision_report.hpp"

#include "results/answer/warnings.hpp"
#include "results/json/numbers_of.hpp"
#include "results/report/decision_telling.hpp"
#include "results/report/stated.hpp"
#include "results/terminal/metric_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace valuescale::results::report {

namespace {

/// From here on nobody counts cents.
constexpr double kThousand = 1000;

/// Of what options bring, or are worth to decide on, or a choice does; missing of other decisions.
double largest_amount(const Look& answer) {
  double largest = kMissing;
  for (const auto& [name, option] : answer["options"].all())
    for (const char* amount : {"profit", "worth"}) largest = std::fmax(largest, std::fabs(option[amount].value()));
  // Of a search, where it is no share.
  if (const double goal = std::fabs(answer["metric"].value()); goal >= kThousand) largest = std::fmax(largest, goal);
  return largest;
}

Numbers sized(const Numbers& numbers, double largest) { return largest >= kThousand ? numbers.whole() : numbers.as_fine_as(largest); }

/// Is it of a whole business? A customer's cents may count.
bool is_of_business(const std::string& path) { return path.starts_with("plan.") || path.starts_with("spend."); }

}  // namespace

std::string as_sentence(std::string text) {
  if (!text.empty() && text.front() >= 'a' && text.front() <= 'z') text.front() = static_cast<char>(text.front() - 'a' + 'A');
  return text;
}

bool overlap(const Interval& one, const Interval& other) { return one.lo <= other.hi && other.lo <= one.hi; }

Interval interval_of_share(const Estimate& estimate) {
  if (std::isnan(estimate.se)) return {estimate.value, kMissing, kMissing};
  const double reach = 1.96 * estimate.se;
  return {estimate.value, std::fmax(0, estimate.value - reach), std::fmin(1, estimate.value + reach)};
}

DecisionTelling::DecisionTelling(const Json& json, const Language& language)
    : answer(json),
      say(language),
      currency(printable(answer["currency"].text())),
      numbers(sized(Numbers(currency, answer["step"].text(), language), largest_amount(answer))),
      exact(currency, answer["step"].text(), language) {}

Numbers DecisionTelling::numbers_for(const Interval& interval, const std::string& path) const {
  const double largest = std::fmax(std::fabs(interval.value), std::fmax(std::fabs(interval.lo), std::fabs(interval.hi)));
  return largest >= (is_of_business(path) ? kThousand : 10 * kThousand) ? numbers.whole() : numbers;
}

std::string DecisionTelling::titled(const std::string& shown, const Look& choice) const {
  const std::string title = name_of(choice["title"].text());
  return title.empty() ? shown : say("decision.titled", {{"name", shown}, {"title", title}});
}

const char* DecisionTelling::metric_format(const std::string& path) const {
  switch (metric_unit(path)) {
    case MetricUnit::money: return "money";
    case MetricUnit::share: return "share";
    case MetricUnit::number: break;
  }
  return "number";
}

std::string DecisionTelling::metric_axis(const std::string& path) const {
  return metric_unit(path) == MetricUnit::money ? say("axis.in", {{"what", metric_name(path)}, {"unit", currency}}) : metric_name(path);
}

std::string DecisionTelling::metric(double value, const std::string& path) const {
  return metric(Interval{value, kMissing, kMissing}, path);
}

std::string DecisionTelling::metric(const Interval& interval, const std::string& path) const {
  const Numbers in = numbers_for(interval, path);
  return with_ends(interval, [&](double value) {
    switch (metric_unit(path)) {
      case MetricUnit::money: return in.money(value);
      case MetricUnit::share: return in.share(value);
      case MetricUnit::number: break;
    }
    return plain(value);
  });
}

std::string DecisionTelling::change(const Interval& interval, const std::string& path) const {
  const Numbers in = numbers_for(interval, path);
  return with_ends(interval, [&](double value) {
    const std::string amount = metric_unit(path) == MetricUnit::share   ? say("number.points", {{"n", fmt::format("{:.1f}", 100 * value)}})
                               : metric_unit(path) == MetricUnit::money ? in.money(value)
                                                                        : plain(value);
    return value > 0 ? "+" + amount : amount;
  });
}

std::string DecisionTelling::plain(double value) const {
  if (std::isnan(value)) return "?";
  if (std::isinf(value)) return say("number.infinite");
  if (std::abs(value) >= kThousand && std::abs(value) < 1e15) return count_text(std::llround(value));
  return fmt::format("{:.4g}", value);
}
std::string DecisionTelling::plain(const Interval& interval) const {
  return with_ends(interval, [&](double value) { return plain(value); });
}
std::string DecisionTelling::assumed(double value, const std::string& measure) const {
  return assumed(Interval{value, kMissing, kMissing}, measure);
}
std::string DecisionTelling::assumed(const Interval& interval, const std::string& measure) const {
  const Numbers in = std::fabs(interval.value) >= kThousand ? exact.whole() : exact;
  return with_ends(interval, [&](double value) {
    return measure == "money" ? in.money(value) : measure == "share" ? in.exact_share(value) : plain(value);
  });
}
std::string DecisionTelling::money(const Interval& interval) const {
  const Numbers in = numbers_for(interval, {});
  return with_ends(interval, [&](double value) { return in.bare_money(value); });
}
std::string DecisionTelling::share(const Interval& interval) const {
  return with_ends(interval, [&](double value) { return numbers.share(value); });
}
std::string DecisionTelling::share(const Estimate& estimate) const { return share(interval_of_share(estimate)); }

std::string DecisionTelling::joined(const std::vector<std::string>& things, const char* by) const {
  std::string all;
  for (const std::string& thing : things) all = all.empty() ? thing : say(by, {{"so-far", all}, {"next", thing}});
  return all;
}

namespace {

using Tell = void (*)(const DecisionTelling& telling, Document& document);

struct Kind {
  const char* schema;
  const char* name;  ///< within the language
  Tell tell;
};

constexpr Kind kKinds[] = {
    {"valuescale.compare/1", "kind.compare", &tell_comparison},
    {"valuescale.stress/1", "kind.stress", &tell_stress},
    {"valuescale.reverse-stress/1", "kind.reverse-stress", &tell_reverse_stress},
    {"valuescale.sensitivity/1", "kind.sensitivity", &tell_sensitivity},
    {"valuescale.solve/1", "kind.solve", &tell_solution},
    {"valuescale.optimize/1", "kind.optimize", &tell_optimum},
    {"valuescale.voi/1", "kind.voi", &tell_information},
};

/// No browser shows a longer table at once, and nobody reads one.
constexpr std::size_t kMostRows = 2000;

Table all_numbers(const DecisionRecord& record, const Language& say) {
  Table table{{say("numbers.path"), say("numbers.value"), say("numbers.error"), say("numbers.from"), say("numbers.to")}, {}, 1};
  const auto written = [](double value) { return std::isnan(value) ? std::string() : fmt::format("{:.8g}", value); };
  for (const NamedNumber& number : numbers_of(record.answer)) {
    if (table.rows.size() == kMostRows) break;
    table.rows.push_back({number.path, written(number.value), written(number.se), written(number.lo), written(number.hi)});
  }
  return table;
}

/// As much of it as is shown: the scenarios below have all of it.
void add(Table table, Section& section) {
  if (table.rows.size() > kMostRows) table.rows.resize(kMostRows);
  if (!table.empty()) section.blocks.emplace_back(std::move(table));
}

void tell_assumed(const DecisionRecord& record, const Language& say, Document& document) {
  // More columns than this don't fit on paper.
  constexpr std::size_t kSideBySide = 6;
  Section section{"assumptions", say("heading.assumptions"), {}};
  const std::vector<Assumed> assumed = assumed_by(record);
  const std::vector<AssumedNumber> numbers = side_by_side(assumed);
  std::vector<const StatedAssumption*> shared;
  for (const AssumedNumber& number : numbers)
    if (number.is_shared) shared.push_back(number.by.front().second);
  section.blocks.emplace_back(Paragraph{say(numbers.empty() ? "decision.not-stated" : "assumptions.says")});
  if (shared.size() < numbers.size()) {
    section.blocks.emplace_back(Paragraph{say("decision.differing")});
    if (assumed.size() <= kSideBySide) {
      add(side_by_side_table(assumed, numbers, say), section);
      section.blocks.emplace_back(Folded{say("decision.differing-notes"), differing_table(assumed, numbers, say)});
    } else {
      add(differing_table(assumed, numbers, say), section);
    }
    if (!shared.empty()) section.blocks.emplace_back(Paragraph{say("decision.shared")});
  } else if (assumed.size() > 1 && !shared.empty()) {
    section.blocks.emplace_back(Paragraph{say("decision.all-shared")});
  }
  add(stated_table(shared, say), section);
  for (const RanScenario& ran : record.scenarios)
    section.blocks.emplace_back(Folded{say("decision.scenario", {{"name", name_of(ran.name)}}), Preformatted{ran.text}});
  document.sections.push_back(std::move(section));
}

/// What each run of the decision was for.
std::string runs_in_words(const DecisionTelling& telling) {
  const std::string schema = telling.answer["schema"].text();
  for (const Kind& kind : kKinds)
    if (schema == kind.schema) return telling.say(std::string("runs.") + (kind.name + std::string_view("kind.").size()));
  return {};
}

void tell_how(const DecisionRecord& record, const DecisionTelling& telling, Document& document) {
  const Language& say = telling.say;
  Section words{"words", say("heading.words"), {Paragraph{say("words.says")}, Preformatted{record.words}}};
  document.sections.push_back(std::move(words));

  tell_assumed(record, say, document);

  Section section{"method", say("heading.method"), {Paragraph{say("decision.method")}}};
  Table table{{say("method.what"), say("method.value")}, {}, 2};
  const auto row = [&](const char* name, const std::string& value) {
    if (!value.empty() && value != "?") table.rows.push_back({say(name), value});
  };
  row("method.program", "valuescale " + telling.answer["program_version"].text());
  row("decision.command", printable(telling.answer["command"].text()));
  row("method.seed", fmt::format("{:.0f}", telling.answer["seed"].number()));
  row("decision.runs", telling.numbers.count(telling.answer["runs"].number()));
  row("decision.lifetimes", telling.numbers.count(telling.answer["lifetimes"].number()));
  const Look size = telling.answer["first_run"];
  const double worlds = size["worlds"].number(), customers = size["customers"].number();
  row("method.worlds", telling.numbers.count(std::isnan(worlds) ? telling.answer["worlds"].number() : worlds) +
                           (size["sampling"].text() == "stratified" ? " " + say("method.stratified") : ""));
  row("decision.customers", telling.numbers.count(customers));
  if (worlds > 1) row("decision.customers-per-world", telling.numbers.count(std::round(customers / worlds)));
  row("decision.rows", telling.numbers.count(telling.answer["design"]["rows"].number()));
  const Look tried = telling.answer["tried"];
  const double values = static_cast<double>(tried.all().size());
  row("decision.tried", telling.numbers.count(values > 0 ? values : tried.number()));
  row("method.step", telling.numbers.step_word());
  for (const auto& [name, hash] : telling.answer["scenarios"].all())
    table.rows.push_back({say("decision.hash", {{"name", name_of(name)}}), hash.text()});
  section.blocks.emplace_back(std::move(table));
  if (const std::string runs = runs_in_words(telling); !runs.empty()) section.blocks.emplace_back(Paragraph{runs, true});
  section.blocks.emplace_back(Folded{say("numbers.title"), all_numbers(record, say), false});
  section.blocks.emplace_back(Paragraph{say("method.not-modelled")});
  document.sections.push_back(std::move(section));
}

/// What the decision's runs call for: of all of them, then of single options or stresses, each under its name.
std::vector<std::string> warnings_of(const DecisionTelling& telling) {
  const Language& say = telling.say;
  std::vector<std::string> warnings;
  const auto retold = [&](const Look& warning) { return as_sentence(say.again("warning", warning.text())); };
  for (const auto& [unnamed, warning] : telling.answer["warnings"].all()) warnings.push_back(retold(warning));
  for (const auto& [parts, of] : {std::pair{"options", "heed.of-option"}, std::pair{"stresses", "heed.under-stress"}}) {
    // What several call for alike is said once, with the numbers of the first.
    std::vector<std::pair<std::string, std::vector<std::string>>> whose;
    for (const auto& [name, part] : telling.answer[parts].all())
      for (const auto& [unnamed, warning] : part["warnings"].all()) {
        const std::string text = warning.text();
        auto found =
            std::find_if(whose.begin(), whose.end(), [&](const auto& one) { return without_numbers(one.first) == without_numbers(text); });
        if (found == whose.end()) found = whose.insert(whose.end(), {text, {}});
        found->second.push_back(telling.option(name));
      }
    for (const auto& [text, names] : whose) {
      const std::vector<std::string> others(names.begin() + 1, names.end());
      const std::string whose_name =
          others.empty() ? names[0] : say("heed.likewise", {{"name", names[0]}, {"others", telling.joined(others, "list.words")}});
      warnings.push_back(as_sentence(say(of, {{"name", whose_name}, {"warning", say.again("warning", text)}})));
    }
  }
  return warnings;
}

}  // namespace

Document decision_report(const DecisionRecord& record, const Language& say) {
  const DecisionTelling telling(record.answer, say);
  Document document;
  document.title = shortened(printable(telling.answer["title"].text()), 300, Style{});
  document.currency = telling.currency;
  document.decimals = telling.numbers.decimals();
  document.step = telling.numbers.any_step();
  document.subtitle = say("kind.decision");
  document.warnings = warnings_of(telling);
  const std::string schema = telling.answer["schema"].text();
  for (const Kind& kind : kKinds) {
    if (schema != kind.schema) continue;
    document.subtitle = say(kind.name);
    kind.tell(telling, document);
  }
  document.sections.push_back({"reading", say("heading.reading"), {Paragraph{say("reading.luck")}, Paragraph{say("reading.common")}}});
  tell_how(record, telling, document);
  return document;
}

}  // namespace valuescale::results::report
