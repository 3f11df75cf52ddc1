#include "tests/support/reference_plan_comparison.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace valuescale::tests::reference {

namespace {

constexpr double kErrors = 4.5;

class PlanJudge {
 public:
  PlanJudge(std::size_t worlds, const ReferencePlan& reference, double rounding)
      : worlds_(static_cast<double>(worlds)), reference_(reference), rounding_(rounding) {}

  PlanComparison result;

  void judge(const PlanFigure& figure) {
    ++result.compared;
    if (figure.kind == PlanFigure::Kind::ratio) {
      const auto ratio = reference_.ratios.find(figure.of);
      return ratio == reference_.ratios.end() ? unknown(figure) : judge_mean(figure, ratio->second);
    }
    const auto found = reference_.samples.find(figure.of);
    if (found == reference_.samples.end()) return unknown(figure);
    const Sample& sample = found->second;
    switch (figure.kind) {
      case PlanFigure::Kind::mean: return judge_mean(figure, sample.mean());
      case PlanFigure::Kind::sd: return judge_mean(figure, sample.sd());
      case PlanFigure::Kind::probability: return judge_share(figure, sample.mean().value, sample.mean().value);
      case PlanFigure::Kind::at_most:
        return judge_share(figure, sample.at_most(figure.at - rounding_).value, sample.at_most(figure.at + rounding_).value);
      case PlanFigure::Kind::quantile: return judge_quantile(figure, sample);
      case PlanFigure::Kind::ratio: break;
    }
  }

 private:
  void unknown(const PlanFigure& figure) { result.disagreements.push_back(figure.of + ": unknown to the reference"); }

  void judge_mean(const PlanFigure& figure, Estimate reference) {
    const double difference = std::fabs(figure.estimate.value - reference.value);
    if (difference <= rounding_ || (std::isnan(figure.estimate.value) && std::isnan(reference.value))) return;
    judge(figure, difference, std::hypot(figure.estimate.se, reference.se), reference);
  }

  /// Where it hardly ever happens, or nearly always, a sample cannot tell its own error: the two together can. At an atom, anything from its
  /// lower end to its upper will do.
  void judge_share(const PlanFigure& figure, double low, double high) {
    const double said = figure.estimate.value, nearest = std::clamp(said, low, high);
    const double own = static_cast<double>(reference_.worlds), p = (said * worlds_ + nearest * own) / (worlds_ + own);
    const double chance = std::sqrt(std::fmax(0, p * (1 - p)) * (1 / worlds_ + 1 / own));
    judge(figure, std::fabs(said - nearest), std::fmax(chance, figure.estimate.se), {nearest, 0});
  }

  /// A quantile is right if about as many worlds as it says lie below, in the reference too.
  void judge_quantile(const PlanFigure& figure, const Sample& sample) {
    const double value = figure.estimate.value;
    PlanFigure share = figure;
    share.of = fmt::format("{} of {:.0f}%, {:.10g}: worlds below", figure.of, 100 * figure.at, value);
    share.estimate = {figure.at, 0};
    judge_share(share, sample.below(value - rounding_).value, sample.at_most(value + rounding_).value);
  }

  void judge(const PlanFigure& figure, double difference, double error, Estimate reference) {
    if (difference <= kErrors * error || difference <= 1e-12) return;
    static constexpr const char* kNames[] = {"mean", "sd", "probability", "ratio", "share at most", "quantile"};
    result.disagreements.push_back(
        fmt::format("{} of {} (at {:.6g}): {:.10g} ± {:.3g}, reference {:.10g} ± {:.3g}: {:.1f} standard errors apart",
                    kNames[static_cast<int>(figure.kind)], figure.of, figure.at, figure.estimate.value, figure.estimate.se, reference.value,
                    reference.se, difference / error));
  }

  double worlds_;
  const ReferencePlan& reference_;
  double rounding_;
};

}  // namespace

PlanComparison compare(const std::vector<PlanFigure>& figures, std::size_t worlds, const ReferencePlan& reference, double rounding) {
  PlanJudge judge(worlds, reference, rounding);
  for (const PlanFigure& figure : figures) judge.judge(figure);
  return judge.result;
}

std::vector<PlanFigure> figures_of(const ReferencePlan& plan) {
  using Of = PlanFigure::Kind;
  std::vector<PlanFigure> figures;
  for (const auto& [name, sample] : plan.samples) {
    figures.push_back({Of::mean, name, sample.mean()});
    if (name.find(" by ") != std::string::npos || name.ends_with(" ever") || name == "loss") {
      figures.push_back({Of::probability, name, sample.mean()});
      continue;
    }
    figures.push_back({Of::sd, name, sample.sd()});
    for (const double share : {0.05, 0.25, 0.5, 0.75, 0.95}) {
      figures.push_back({Of::quantile, name, {sample.quantile(share), 0}, share});
      figures.push_back({Of::at_most, name, sample.at_most(sample.quantile(share)), sample.quantile(share)});
    }
  }
  for (const auto& [name, ratio] : plan.ratios) figures.push_back({Of::ratio, name, ratio});
  return figures;
}

}  // namespace valuescale::tests::reference
