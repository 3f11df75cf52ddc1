// What is said about the numbers of runs and decisions before anyone believes them.
#pragma once

#include "models/description/sentences.hpp"

namespace valuescale::results {

inline constexpr auto kSentences = std::to_array<models::Sentence>({
    // Of a run.
    {"warning.stopped", "stopped early: these are the customers simulated until then, and some worlds or channels may be missing"},
    {"warning.horizon-active",
     "the horizon is short: {active} of customers are still active at its end; a longer `lifetime` may change the result"},
    {"warning.horizon-late", "the horizon is short: {late} of LTV comes in its last tenth; a longer `lifetime` may change the result"},
    {"warning.horizon-both",
     "the horizon is short: {active} of customers are still active at its end, and {late} of LTV comes in its last tenth; a longer "
     "`lifetime` may change the result"},
    {"warning.few-worlds", "{n} worlds are too few for 5 % and 95 % points: simulate 1,000 (--worlds 1000)"},
    {"warning.few-worlds-open",
     "{n} worlds are too few for 5 % and 95 % points, whose intervals have no end on one side: simulate 1,000 (--worlds 1000)"},
    {"warning.few-cohorts",
     "too few cohorts of {n} were lived for 5 % and 95 % points, whose intervals have no end on one side: simulate at least {needed} "
     "(--customers)"},
    {"warning.cohort-too-large", "fewer customers were simulated than the cohort of {n} asked about: its quantiles are unknown"},
    {"warning.within-luck",
     "between worlds, {numbers:number*} per {one:one} cannot be told from luck: simulate more customers (--customers)"},
    {"warning.within-luck-of-plan", "between worlds, {numbers:number*} per {one:one} cannot be told from luck"},
    {"warning.luck-shapes",
     "{share} of the variance between worlds is luck of the simulation: their interval leans on an assumed shape; simulate more customers "
     "or fewer worlds (--customers, --worlds)"},
    {"warning.luck-shapes-of-plan",
     "{share} of the variance between worlds is luck of the simulation: their interval leans on an assumed shape"},
    {"warning.skewed",
     "{what:profit} is very skewed: {few} of {n} {units:units} make up half of its variance, so that errors of means are rough; simulate "
     "about "
     "{needed} (--{option})"},
    {"warning.few-cases",
     "{what:chance} rests on {cases:cases} independent cases: its error is rough; simulate {times} times as many {more:more}"},
    {"warning.worlds-without-customers",
     "in {empty} of {worlds} worlds nobody buys: their spending counts for leads, but they have no customers to average"},
    {"warning.capped", "{path} passed 1 in {capped} of {worlds} worlds and was capped there"},
    {"warning.channel-not-lived", "no customer of channel {channel} was simulated: its share is too small; simulate more (--customers)"},
    {"number.profit", "profit"},
    {"number.npv", "npv"},
    {"number.cac", "cac"},
    {"number.ltv", "ltv"},
    {"number.ltv-cac", "ltv_cac"},
    {"number.payback", "payback_ever"},
    {"number.cohort-payback", "cohort_payback"},
    {"one.customer", "customer"},
    {"one.lead", "lead"},
    {"profit.customer", "profit"},
    {"profit.plan", "the plan's profit"},
    {"units.customers", "customers"},
    {"units.worlds", "worlds"},
    {"chance.customer-loses", "P(a customer loses money)"},
    {"chance.plan-loses", "P(the plan loses money)"},
    {"chance.ruin", "P(ruin)"},
    {"cases.one-or-two", "one or two"},
    {"cases.about", "about {n}"},
    {"more.customers", "customers (--customers)"},
    {"more.worlds", "worlds (--worlds)"},
    {"more.both", "worlds and customers (--worlds, --customers)"},
    {"more.rare", "worlds for it (--rare)"},
    {"rate.continuous", "{percent} % continuous"},
    {"rate.each", "{rate:rate?} a {unit:unit}"},
    {"rate.years", "{rate:rate?} every {n} years"},

    // Of a plan.
    {"warning.few-worlds-in-tail", "{n} worlds are too few for the worst {shares:share*} of them: simulate {needed} (--worlds {needed})"},
    {"share.percent", "{n} %"},
    {"warning.few-worlds-for-parts",
     "{n} worlds are too few for what makes the profit uncertain: its intervals are short; simulate {needed} (--worlds {needed})"},
    {"warning.survivors",
     "{percent} % of worlds run out of cash and win few customers: numbers per customer or lead are above all those of the others, so that "
     "a "
     "tighter plan can make them look better; judge it by its profit"},
    {"warning.few-ruined",
     "only {ruined} of {worlds} worlds drawn for P(ruin) are ruined: it rests on the run's own worlds; draw more (--rare)"},
    {"warning.lived-in-part-and-short",
     "only {percent} % of the plan's customers were simulated, and in some worlds it ran short of cash: what it could then spend hung on "
     "too "
     "much luck, and the plan's numbers are unreliable; simulate all (a larger --customers)"},
    {"warning.lived-in-part",
     "only {percent} % of the plan's customers were simulated: peak funding, lowest cash, break-even, ruin and channels' profits hold more "
     "luck than the plan's own; simulate all (a larger --customers)"},
    {"warning.much-after-the-end",
     "{percent} % of what its customers bring comes after the plan's end: profit until then leaves it out, and the run-off counts on their "
     "staying as assumed"},
    {"warning.plan-knows-everything",
     "nothing in this plan is uncertain: it claims to know everything exactly, and its intervals hold luck alone; write what you don't "
     "know "
     "as a range, such as \"20 to 60\""},
    {"warning.unknowns-within-luck",
     "what you don't know about the plan's profit cannot be told from luck: simulate more worlds (--worlds)"},

    // Of decisions.
    {"warning.drawn-once", "what is not known was drawn once: a single world says nothing of how sure the comparison is"},
    {"warning.worlds-left-out", "{left_out} of {all} worlds are left out: in them nothing was paid, or nobody lived who would buy"},
    {"warning.slices-left-out",
     "{left_out} of {all} slices of the run are left out: in them nothing was paid, or nobody lived who would buy"},
    {"warning.mostly-luck",
     "nearly all by which {one} and {other} differ from world to world is luck: P(best) and ranks are rough, raise --customers"},
    {"warning.luck-in-ranks",
     "too few customers in a world to tell luck from what is not known: P(best) and regret hold both, raise --customers"},
    {"warning.other-horizons", "these don't look equally far ahead: what comes later counts for one and not for the other (lifetime)"},
    {"warning.hardly-lived", "hardly anybody of each was lived in each world, so that errors are told too small: raise --customers"},
    {"warning.per-customer", "profit per customer leaves out how many become customers for the same money"},
    {"warning.choices-refused", "{n} choices that were tried make no scenario and count as none: {why}"},
    {"warning.objective-is-flat", "the objective was the same at every choice that was tried: none is better"},
    {"warning.as-many-buy", "as many are assumed to buy at any {path}"},
    {"warning.at-low-end", "{path} lies at the low end of its range: beyond it may be better"},
    {"warning.at-high-end", "{path} lies at the high end of its range: beyond it may be better"},
    {"warning.few-worlds-in-objective",
     "fewer than 30 worlds lie in the tail that was made as good as possible: give --worlds {needed} or more"},
    {"warning.missing-in-worlds", "{metric:metric?} is missing in some worlds: {missing} of {rows} rows of the design are left out"},
    {"warning.design-within-luck",
     "what {metric:metric?} differs by between worlds can't be told from luck: simulate more customers (--customers)"},
    {"warning.would-be-capped", "{path} would pass 1 in some worlds and is held at 1"},
    {"warning.would-be-capped-there", "{path} would pass 1 in some worlds at this value and is held at 1"},
    {"warning.other-values", "the number does not go one way as {path} grows: there may be other such values"},
    {"warning.values-between",
     "the number does not go one way as {path} grows: there may be such a value between two that were tried (--from, --to)"},
    {"warning.others-may-pay", "all channels are looked at together, so that others may pay for {channel}; of it alone {path} tells"},
    {"warning.jump", "the number jumps over the target there"},
    {"option.nothing", "do nothing"},
    {"option.together", "all together"},
    {"objective.mean", "{metric:metric} on average"},
    {"objective.cvar", "{metric:metric} in the worst {percent} % of worlds"},
    {"objective.at-least", "P({metric:metric} at least {target})"},
    {"objective.at-most", "P({metric:metric} at most {target})"},
});

/// A sentence of these: said<"warning.few-worlds">(40).
template <models::Literal name, class... Words>
std::string said(const Words&... words) {
  return models::said_of<kSentences, name>(words...);
}

}  // namespace valuescale::results
