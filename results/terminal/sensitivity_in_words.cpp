#include "results/terminal/sensitivity_in_words.hpp"

#include "results/terminal/page.hpp"
#include "results/terminal/table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace valuescale::results {

namespace {

constexpr double kExact = 1e-9;  // less is rounding

/// Of one number.
class MetricPart {
 public:
  MetricPart(const Sensitivity& all, const SensitivityOf& of, const Amounts& amounts, Page& page)
      : all_(all), of_(of), amounts_(amounts), page_(page) {}

  void write() {
    page_.heading(printable(of_.metric));
    page_.fact("today", value(of_.now));
    page_.blank();
    tornado();
    sentence();
    shares();
  }

 private:
  const std::string& path(std::size_t assumption) const { return all_.assumptions[assumption].assumption.path; }
  static std::string text(double x) {
    if (!std::isfinite(x)) return x > 0 ? "infinite" : "?";
    return std::fabs(x) >= 1e4 && std::fabs(x) < 1e15 ? count_text(std::llround(x)) : fmt::format("{:.5g}", x);
  }
  static std::string value(const Measured& measured) {
    const Interval found = interval(measured);
    return std::isnan(found.lo) ? text(found.value) : fmt::format("{} ({} to {})", text(found.value), text(found.lo), text(found.hi));
  }
  /// "31 % (27 to 35)".
  static std::string share(const Measured& measured) {
    const Interval found = share_interval(measured);
    if (std::isnan(found.value)) return "?";
    return fmt::format("{:.0f} % ({:.0f} to {:.0f})", 100 * found.value, 100 * found.lo, 100 * found.hi);
  }
  std::string correlation(std::size_t assumption) const {
    const double found = of_.ranks[assumption].simple.value;
    return std::isnan(found) ? "?" : fmt::format("{:+.2f}", found);
  }

  /// From the lowest to the highest that any assumption takes the number to; now is in it.
  std::string bar(std::size_t assumption, int columns) const {
    double least = of_.now.value, most = least;
    for (const Bar& one : of_.bars)
      for (const double x : {one.low.value, one.high.value})
        if (std::isfinite(x)) least = std::min(least, x), most = std::max(most, x);
    const auto [from, to] = std::minmax(of_.bars[assumption].low.value, of_.bars[assumption].high.value);
    if (!(most > least) || !std::isfinite(from) || !std::isfinite(to)) return {};
    const auto place = [&](double x) { return static_cast<int>(std::lround((x - least) / (most - least) * (columns - 1))); };
    const bool is_unicode = page_.style().unicode;
    std::string line;
    for (int column = 0; column < columns; ++column) {
      const bool is_in = column >= place(from) && column <= place(to);
      if (column == place(of_.now.value))
        line += is_unicode ? "│" : "|";
      else
        line += !is_in ? " " : is_unicode ? "█" : "#";
    }
    line.erase(line.find_last_not_of(' ') + 1);
    return line;
  }

  /// Bars under each other, the longest first.
  void picture() {
    const int names = std::clamp(page_.style().width / 2 - 4, 16, 44), columns = std::clamp(page_.style().width - names - 6, 12, 50);
    for (const std::size_t i : by_swing(of_))
      page_.add("  " + left_aligned(shortened(printable(path(i)), names, page_.style()), names) + "  " + bar(i, columns) + "\n");
    page_.blank();
  }

  void tornado() {
    Table table({"at its 5 % and 95 % point", "from", "to", "gives", "and", "swing", ""});
    for (const std::size_t i : by_swing(of_)) {
      const Held& held = all_.assumptions[i];
      const Bar& bars = of_.bars[i];
      const Estimate by = estimate(swing(bars));
      const bool is_exact = !(by.se > kExact * std::fabs(by.value));
      table.add({printable(held.assumption.path), value_text(held.low, held.assumption.meaning, amounts_),
                 value_text(held.high, held.assumption.meaning, amounts_), text(bars.low.value), text(bars.high.value), text(by.value),
                 is_exact ? "" : fmt::format("{} {:.2g}", page_.style().unicode ? "±" : "+-", by.se)});
    }
    page_.add(table.text(page_.style()));
    page_.blank();
    picture();
  }

  void sentence() {
    const std::vector<std::size_t> order = by_swing(of_);
    const Bar& longest = of_.bars[order.front()];
    const Held& held = all_.assumptions[order.front()];
    if (std::isnan(of_.now.value)) return page_.paragraph(missing_text(of_.metric));
    if (swing(longest).value == 0 || std::isnan(swing(longest).value)) {
      page_.paragraph("No assumption, by itself, moves it.");
      return;
    }
    const auto place = [&](double x) { return value_text(x, held.assumption.meaning, amounts_); };
    page_.paragraph(page_.bold(fmt::format("{0} matters most: if it is {1} instead of {2}, {3} is {4} instead of {5}.",
                                           printable(path(order.front())), place(held.high), place(held.low), printable(of_.metric),
                                           text(longest.high.value), text(longest.low.value))));
  }

  void shares() {
    page_.blank();
    if (!of_.sobol) {
      page_.paragraph("Worlds don't know this number one by one, so that its variance can't be shared out.");
      return;
    }
    if (of_.sobol->is_constant) return page_.paragraph("It is the same in all worlds: no assumption has a share in it.");
    if (of_.sobol->luck_only) return;
    Table table({"share of the variance between worlds", "by itself", "with others", "rank correlation"});
    std::vector<std::size_t> order(all_.inputs.size());
    for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
    std::stable_sort(order.begin(), order.end(),
                     [&](std::size_t a, std::size_t b) { return of_.sobol->of[a].total.value > of_.sobol->of[b].total.value; });
    for (const std::size_t input : order) {
      const SobolIndex& index = of_.sobol->of[input];
      bool is_first = true;
      for (const std::size_t i : all_.inputs[input]) {
        table.add({printable(path(i)), is_first ? share(index.first) : "together", is_first ? share(index.total) : "", correlation(i)});
        is_first = false;
      }
    }
    page_.add(table.text(page_.style()));
    page_.paragraph(fmt::format("Between worlds it differs by {} (sd), luck left out.", text(std::sqrt(of_.sobol->variance.value))));
  }

  const Sensitivity& all_;
  const SensitivityOf& of_;
  const Amounts& amounts_;
  Page& page_;
};

}  // namespace

std::string in_words(const Sensitivity& sensitivity, const RunLabel& run, const Style& style) {
  const Amounts amounts(run.currency, run.step, style);
  Page page(style);
  page.heading(printable(run.title));
  for (const SensitivityOf& of : sensitivity.of) MetricPart(sensitivity, of, amounts, page).write();
  page.blank();
  page.paragraph(
      "By itself: the share of the variance that would go if you knew this alone. With others: the share that would stay if you knew all "
      "else. In brackets: 95 % intervals; ± is one standard error of the swing, of runs that share worlds and luck.");
  for (const std::string& warning : sensitivity.warnings) page.paragraph("Mind: " + printable(warning) + ".");
  page.paragraph(effort_text(sensitivity.runs, sensitivity.lifetimes));
  if (sensitivity.lifetimes_without_common_numbers > static_cast<double>(sensitivity.lifetimes_of_tornado))
    page.paragraph(fmt::format("Independent runs would have taken {:.2g} lifetimes for swings as well known; these took {:.2g}.",
                               sensitivity.lifetimes_without_common_numbers, static_cast<double>(sensitivity.lifetimes_of_tornado)));
  return page.so_far();
}

}  // namespace valuescale::results
