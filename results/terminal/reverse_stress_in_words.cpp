#include "results/terminal/reverse_stress_in_words.hpp"

#include "results/terminal/metric_text.hpp"
#include "results/terminal/page.hpp"
#include "results/terminal/table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace valuescale::results {

namespace {

std::string chance_text(double chance) {
  if (std::isnan(chance)) return "";
  return chance < 0.001 ? fmt::format("1 in {:.0f}", 1 / chance) : fmt::format("{:.1f} %", 100 * chance);
}

class ReversePage {
 public:
  ReversePage(const ReverseStress& answer, const RunLabel& run, const Style& style)
      : answer_(answer), run_(run), amounts_(run.currency, run.step, style), page_(style) {}

  std::string text() {
    page_.heading(printable(run_.title));
    page_.fact("what must not happen", goal());
    page_.fact("today", metric(answer_.now.value));
    if (answer_.holds_already) page_.paragraph(page_.bold("It is so already: what is below would put it right."));
    page_.blank();
    add_alone();
    add_together();
    add_worlds();
    for (const std::string& warning : answer_.warnings) page_.paragraph("Mind: " + printable(warning) + ".");
    page_.paragraph(effort_text(answer_.runs, answer_.lifetimes) + halving_text(answer_.lifetimes, answer_.lifetimes_by_halving));
    return page_.so_far();
  }

 private:
  std::string metric(double value) const { return metric_text(value, answer_.question.metric.path, amounts_); }
  const char* bound() const {
    if (answer_.question.strict) return answer_.question.above ? "more than" : "less than";
    return answer_.question.above ? "at least" : "at most";
  }
  std::string goal() const {
    return fmt::format("{} {} {}", printable(answer_.question.metric.path), bound(), metric(answer_.question.limit));
  }

  /// The likeliest first, what cannot do it last.
  std::vector<const Threshold*> in_order() const {
    std::vector<const Threshold*> order;
    for (const Threshold& threshold : answer_.alone) order.push_back(&threshold);
    const auto likelihood = [](const Threshold* t) { return !t->found ? -1 : std::isnan(t->chance) ? 2 : t->chance; };
    std::stable_sort(order.begin(), order.end(), [&](const Threshold* a, const Threshold* b) { return likelihood(a) > likelihood(b); });
    return order;
  }

  void add_alone() {
    Table table({"one alone", "today", "would do", "95 % interval", "chance"});
    bool any_fails = false;
    for (const Threshold* t : in_order()) {
      const auto value = [&](double x) { return value_text(x, t->meaning, amounts_); };
      any_fails = any_fails || !t->found;
      if (t->found)
        table.add({printable(t->path), value(t->now), value(t->at.value), interval_text(t->at, value), chance_text(t->chance)});
      else
        table.add({printable(t->path), value(t->now), "nothing",
                   t->is_uncertain ? fmt::format("{:.0f} % of the way", std::min(99.0, 100 * t->reach)) : "", ""});
    }
    page_.add(table.text(page_.style()));
    page_.blank();
    if (any_fails)
      page_.paragraph("Nothing: no value does it that makes sense, and that what is not known has with a probability of 1 in 10,000.");
    const Threshold* nearest = nullptr;
    for (const Threshold& t : answer_.alone)
      if (t.found && !std::isnan(t.chance) && (!nearest || t.chance > nearest->chance)) nearest = &t;
    if (nearest)
      page_.paragraph(page_.bold(fmt::format("The likeliest to do it alone is {}: {} instead of {}, which has a chance of {}.",
                                             printable(nearest->path), value_text(nearest->at.value, nearest->meaning, amounts_),
                                             value_text(nearest->now, nearest->meaning, amounts_), chance_text(nearest->chance))));
    else if (std::none_of(answer_.alone.begin(), answer_.alone.end(), [](const Threshold& t) { return t.found; }))
      page_.paragraph(std::isnan(answer_.now.value) ? missing_text(answer_.question.metric.path)
                                                    : page_.bold("None of them can do it alone."));
    if (std::any_of(answer_.alone.begin(), answer_.alone.end(), [](const Threshold& t) { return t.is_scaled; }))
      page_.paragraph("What is not known exactly has its whole law scaled, and its mean is shown; --as-value makes it certain.");
  }

  void add_together() {
    if (!answer_.together) return;
    const Combination& c = *answer_.together;
    page_.blank();
    if (!c.point.found)
      return page_.paragraph("No plausible combination of what is not known does it: it would be less likely than one in three million.");
    Table table({"most plausible together", "today", "together", "its share"});
    std::vector<std::size_t> order(c.unknowns.size());
    for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return c.shares[a] > c.shares[b]; });
    for (const std::size_t i : order) {
      const Uncertain& unknown = c.unknowns[i];
      table.add({printable(unknown.path), value_text(unknown.mean(), unknown.meaning, amounts_),
                 value_text(c.values[i], unknown.meaning, amounts_), fmt::format("{:.0f} %", 100 * c.shares[i])});
    }
    page_.add(table.text(page_.style()));
    page_.blank();
    page_.paragraph(
        fmt::format("They lie {:.2f} standard deviations from what is expected; where such a limit is nearly straight, it is passed with a "
                    "probability of {}.{}",
                    c.point.distance, chance_text(c.probability),
                    c.point.converged ? "" : " A nearer combination may exist: the search did not settle."));
  }

  void add_worlds() {
    if (!answer_.worlds) return;
    const Discovery& d = answer_.worlds->discovery;
    page_.blank();
    const std::int64_t lucky = answer_.worlds->with_luck_of;
    const Interval share = share_interval(d.failed, d.worlds);
    page_.paragraph(fmt::format("Of {} worlds {} failed (95 %: {:.1f} % to {:.1f} %), by {}{}.",
                                count_text(static_cast<std::int64_t>(d.worlds)), count_text(static_cast<std::int64_t>(d.failed)),
                                100 * share.lo, 100 * share.hi, printable(answer_.worlds->by),
                                lucky > 0 ? fmt::format(", with the luck of {} customers each in it", count_text(lucky)) : ""));
    if (d.boxes.empty())
      page_.paragraph(d.failed < kFewestFailures || d.worlds - d.failed < kFewestFailures
                          ? fmt::format("Too few to say where: it takes {} on either side. More worlds would tell.", kFewestFailures)
                          : "No range of an assumption tells them from the others.");
    for (std::size_t b = 0; b < d.boxes.size(); ++b) add_box(d, d.boxes[b], b);
  }

  void add_box(const Discovery& d, const Box& box, std::size_t number) {
    std::string where;
    for (const BoxRange& range : box.ranges) {
      const models::Meaning meaning = meaning_of(answer_.worlds->paths[range.assumption]);
      const auto value = [&](double x) { return value_text(x, meaning, amounts_); };
      where += (where.empty() ? "" : ", ") + printable(answer_.worlds->paths[range.assumption]) + " " +
               (std::isinf(range.low)    ? "at most " + value(range.high)
                : std::isinf(range.high) ? "at least " + value(range.low)
                                         : value(range.low) + " to " + value(range.high)) +
               fmt::format(" (p = {:.2g})", range.p);
    }
    const auto share = [](const Interval& i) { return fmt::format("{:.0f} % ({:.0f} to {:.0f})", 100 * i.value, 100 * i.lo, 100 * i.hi); };
    page_.paragraph(fmt::format(
        "{} {}: {} of the failures lie there, and {} of the worlds there fail{}.", number == 0 ? "Mostly where" : "Of the others, where",
        where, share(box.coverage), share(box.density),
        number == 0 ? fmt::format(", judged by the {} worlds that were kept aside", count_text(static_cast<std::int64_t>(d.judged))) : ""));
  }

  models::Meaning meaning_of(const std::string& path) const {
    for (const Threshold& t : answer_.alone)
      if (t.path == path) return t.meaning;
    return models::Meaning::positive;
  }

  const ReverseStress& answer_;
  const RunLabel& run_;
  Amounts amounts_;
  Page page_;
};

}  // namespace

std::string in_words(const ReverseStress& answer, const RunLabel& run, const Style& style) {
  return ReversePage(answer, run, style).text();
}

}  // namespace valuescale::results
