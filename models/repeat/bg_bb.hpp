// "Gives at most once a year, some years not, and one day no more": at each of a row of occasions a customer who is still with us buys with a
// probability of their own; before each occasion they may leave, with a probability of their own (beta-geometric/beta-Bernoulli; Fader,
// Hardie and Shang, Customer-base analysis in a discrete-time noncontractual setting, 2010).
// For life: p ~ Beta(alpha, beta), θ ~ Beta(gamma, delta). For each purchase, on a lattice: occasions until something happens are geometric
// with 1 − (1 − θ)(1 − p); it is a purchase with probability (1 − θ)p/(1 − (1 − θ)(1 − p)), otherwise the customer has left.
#pragma once

#include "models/repeat/behaviour.hpp"

namespace valuescale::models {
inline namespace VALUESCALE_ISA {

struct BgBb {
  static constexpr Field fields[] = {
      {"alpha", Meaning::positive, Role::assumption, false, true, 0, "first shape of the probability of buying across customers"},
      {"beta", Meaning::positive, Role::assumption, false, true, 0, "second shape of the probability of buying across customers"},
      {"gamma", Meaning::positive, Role::assumption, false, true, 0, "first shape of the probability of leaving across customers"},
      {"delta", Meaning::positive, Role::assumption, false, true, 0, "second shape of the probability of leaving across customers"},
  };
  static constexpr Handle handles[] = {{"churn", false}};
  static constexpr RepeatModel model{
      "bg-bb",
      "on each occasion buys with a probability of the customer's own; before each may leave, with a probability of the customer's own",
      fields,
      handles,
      true,
      false,
      false};

  enum Column { alpha, beta, gamma, delta, churn, columns };
  static constexpr int first_occurrence = 1;

  static void prepare(const RepeatInputs& in, RowWriter& row) {
    for (const int shape : {alpha, beta, gamma, delta}) row.log_gamma(shape, in.parameters[shape]);
    row.value(churn, in.churn);
  }

  struct State {
    F32 log_quiet;  ///< ln P(an occasion passes and nothing happens): neither bought nor left
    F32 buys;       ///< P(bought | something happens)
  };
  static VALUESCALE_INLINE State begin(const RowReader& row, const Words& words, F32) {
    const F32 buys = sim::logistic(row.log_gamma(alpha, words[0]) - row.log_gamma(beta, words[1]));
    const F32 log_odds = row.log_gamma(delta, words[3]) - row.log_gamma(gamma, words[2]);
    const F32 multiple = row.value(churn);
    const F32 stays = sim::select(multiple == F32::of(1), sim::logistic(log_odds), sim::exp(multiple * sim::log(sim::logistic(log_odds))));
    // Something happens with probability 1 − stays (1 − buys); small ones keep their precision.
    const F32 leaves = sim::select(multiple == F32::of(1), sim::logistic(-log_odds), F32::of(1) - stays);
    const F32 happens = leaves + stays * buys;
    const F32 quiet = sim::max(F32::of(1) - happens, F32::of(1e-30f));
    const F32 log_quiet = sim::select(happens < F32::of(0.25f), sim::log_from(-happens, F32::of(0)), sim::log(quiet));
    return {log_quiet, stays * buys / happens};
  }
  static VALUESCALE_INLINE Visit next(const State& state, const Words& words, const Moment& at) {
    // Occasions until something happens are geometric, whatever it is.
    const F32 quiet_occasions = sim::exponential(words[0]) / -state.log_quiet;
    const F32 many = F32::of(1e6f);
    const F32 magic = F32::of(0x1.8p23f);
    const F32 nearest = (sim::min(quiet_occasions, many) + magic) - magic;
    const F32 whole = sim::select(sim::min(quiet_occasions, many) < nearest, nearest - F32::of(1), nearest);
    const Moment occasion{at.last, at.last, whole + F32::of(1), at.every, at.gap};
    return lattice_visit(occasion, sim::uniform(words[1]) < state.buys);
  }
};

}  // namespace VALUESCALE_ISA
}  // namespace valuescale::models
