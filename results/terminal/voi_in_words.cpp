#include "results/terminal/voi_in_words.hpp"

#include "results/terminal/page.hpp"
#include "results/terminal/table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>

namespace valuescale::results {

namespace {

constexpr std::size_t kMostSizes = 8;

class VoiPage {
 public:
  VoiPage(const Voi& voi, const RunLabel& run, const Style& style)
      : voi_(voi), amounts_(run.currency, run.step, style), currency_(run.currency), page_(style) {
    page_.heading(printable(run.title));
  }

  std::string text() {
    decision();
    information();
    if (voi_.question.pilot) pilot();
    for (const std::string& warning : voi_.warnings) page_.paragraph("Mind: " + printable(warning) + ".");
    page_.paragraph(effort_text(voi_.runs, voi_.lifetimes));
    page_.paragraph(
        fmt::format("Worlds lived anew for each value of each assumption would have taken {:.2g} lifetimes.", voi_.nested_lifetimes));
    return page_.so_far();
  }

 private:
  /// "12.50 (11.20 to 13.80)", in the currency.
  std::string range(const Interval& found) const {
    return fmt::format("{} ({} to {})", amounts_.bare_money(found.value), amounts_.bare_money(found.lo), amounts_.bare_money(found.hi));
  }

  std::string scale() const {
    const double scale = voi_.question.scale;
    if (scale == 1) return results::in_words(voi_.question.basis);
    return voi_.question.basis == Basis::money ? fmt::format("profit of {} spent on acquisition", amounts_.money(scale))
                                               : fmt::format("profit of {:.12g} leads", scale);
  }

  void decision() {
    page_.paragraph(fmt::format("Options by {}, in {}, over {} worlds.", scale(), printable(currency_),
                                count_text(static_cast<std::int64_t>(voi_.question.worlds))));
    page_.blank();
    Table table({"option", "worth on average", "P(best)"});
    for (const VoiOption& option : voi_.options)
      table.add({printable(option.name), range(interval(option.worth)), amounts_.share(option.share_best)});
    page_.add(table.text(page_.style()));
    page_.paragraph(fmt::format("Without knowing more: {}.", printable(voi_.options[voi_.best].name)));
    page_.blank();
  }

  void information() {
    Table table({"what it is worth to know first, at most", printable(currency_)});
    table.add({"everything (EVPI)", range(voi_.evpi.interval)});
    std::vector<std::size_t> order(voi_.evppi.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(),
                     [&](std::size_t a, std::size_t b) { return voi_.evppi[a].estimate.value > voi_.evppi[b].estimate.value; });
    for (const std::size_t i : order) table.add({printable(voi_.assumptions[i].path), range(voi_.evppi[i].interval)});
    page_.add(table.text(page_.style()));
    if (voi_.evpi.estimate.value == 0)
      page_.paragraph(
          "In none of these worlds another option would be better: as far as so many can tell, nothing is worth knowing first.");
    page_.paragraph(
        "In brackets: 95 % intervals. No study of an assumption is worth more than this; two together can be worth more than both alone.");
    page_.blank();
  }

  void pilot() {
    const std::string path = printable(voi_.question.pilot->path);
    page_.paragraph(
        fmt::format("A test of {} on leads that cost {} each; whom it wins is not counted:", path, amounts_.money(voi_.cost_of_lead)));
    Table table({"leads", "tells for (EVSI)", "costs", "net"});
    const PilotSize* const best = voi_.best_size();
    const std::size_t step = std::max<std::size_t>(1, voi_.sizes.size() / kMostSizes);
    for (std::size_t i = 0; i < voi_.sizes.size(); ++i) {
      const PilotSize& size = voi_.sizes[i];
      if (i % step != 0 && &size != best) continue;
      table.add({count_text(size.leads), range(size.value.interval), amounts_.bare_money(size.cost), amounts_.bare_money(size.net())});
    }
    page_.add(table.text(page_.style()));
    if (best) {
      const auto [from, to] = voi_.as_good();
      page_.paragraph(
          page_.bold(fmt::format("Test {} on {} leads before deciding: worth {} more than it costs. {} to {} leads are nearly as good.",
                                 path, count_text(best->leads), amounts_.money(best->net()), count_text(from), count_text(to))));
    } else {
      page_.paragraph(page_.bold(fmt::format("No such test of {} is worth its cost: decide now.", path)));
    }
    page_.blank();
  }

  const Voi& voi_;
  Amounts amounts_;
  std::string currency_;
  Page page_;
};

}  // namespace

std::string in_words(const Voi& voi, const RunLabel& run, const Style& style) { return VoiPage(voi, run, style).text(); }

}  // namespace valuescale::results
