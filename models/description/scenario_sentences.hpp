// What is said about the numbers of a scenario: how they were understood, what is doubtful about them, and what the ready stresses do.
#pragma once

#include "models/description/sentences.hpp"

namespace valuescale::models {

inline constexpr auto kScenarioSentences = std::to_array<Sentence>({
    // How a number was understood.
    {"reading.same", "the same as {path}, {value:value}"},
    {"reading.follows", "follows {path}: {points:point*}; {value:value}"},
    {"reading.uncertain", "{spread:spread}: {whose:whose}"},
    {"reading.uncertain-itself", "{spread:spread}: {whose:whose}; {parameters:parameter}"},
    {"value.certain", "that is {value}"},
    {"value.uncertain", "{spread:spread}"},
    {"point.at", "{y} at {x}"},
    {"spread.values", "one of {n} values from {low} to {high}, all as likely (mean {mean})"},
    {"spread.between", "between {low} and {high} (5 % to 95 %; {law:law}, mean {mean})"},
    // One after another; whoever writes them joins them with "; ".
    {"parameter.last", "its {name} {spread:spread}: we don't know"},
    {"parameter.next", "its {name} {spread:spread}: we don't know; {others:parameter}"},
    {"whose.nobody-knows", "we don't know"},
    {"whose.each-customer", "customers differ"},
    {"whose.each-event", "each time"},
    {"law.constant", "certain"},
    {"law.normal", "normal"},
    {"law.lognormal", "lognormal"},
    {"law.logit-normal", "logit-normal"},
    {"law.uniform", "uniform"},
    {"law.triangular", "triangular"},
    {"law.pert", "PERT"},
    {"law.beta", "beta"},
    {"law.gamma", "gamma"},
    {"law.exponential", "exponential"},
    {"law.weibull", "Weibull"},
    {"law.mixture", "mixture"},
    {"law.truncated", "truncated"},
    {"law.earliest", "the earliest of several"},
    {"law.quotient", "a quotient"},
    {"law.followed", "of what it follows"},
    {"law.values", "one of several"},

    // What can be meant, but hardly is.
    {"warning.discount-rate", "discount_rate, {written}, is {percent} % a year: 5 % is written 0.05 or \"5%\""},
    {"warning.credit-interest", "plan.credit_interest, {written}, is {percent} % a year: 5 % is written 0.05 or \"5%\""},
    {"warning.channel-wins-nobody", "the plan wins nobody through channel {channel}"},
    {"warning.beyond-curve", "{followed} is beyond the curve of {path} ({value}): it stays as it is at the curve's end"},
    {"warning.beyond-curve-often",
     "{followed} is beyond the curve of {path} in {percent} % of worlds: it stays as it is at the curve's end"},

    // What stresses do.
    {"stress.ads-quarter", "ads 25 % dearer"},
    {"stress.ads-half", "ads 50 % dearer"},
    {"stress.ads-twice", "ads twice as dear"},
    {"stress.takes-third", "conversion and take rates down a third"},
    {"stress.churn-half", "churn up a half: 1.5 times the hazard of leaving"},
    {"stress.spend-fifth", "customers spend a fifth less, at the same unit costs"},
    {"stress.payments-later", "customers pay a month later"},
    {"stress.shock", "shock {name} strikes for certain"},
    {"stress.recession", "conversion and take down a quarter, spend down a tenth, churn up a quarter, for good"},
    {"stress.recession-seventh",
     "from the seventh month on, for a year: conversion and take down a quarter, spend down a tenth, churn up a quarter"},
    {"stress.recession-middle",
     "from the middle of the plan on, for a year: conversion and take down a quarter, spend down a tenth, churn up a quarter"},
    // Of a file's own stresses: several changes, of which others than these stand as they were written.
    {"stress.changes", "{changes:change*}"},
    {"change.written", "{change}"},
    {"change.later", "{path} later by {time:duration}"},
    {"change.strikes", "shock {name} strikes"},
    {"change.strikes-at", "shock {name} strikes at {when}"},
    {"change.off", "{path} off"},
    {"change.points", "{path} {n} points"},
    {"duration.one", "{n} {unit:unit}"},
    {"duration.many", "{n} {unit:unit}s"},
    {"nothing.free", "no channel costs anything by lead, customer or spend"},
    {"nothing.no-churn", "nobody leaves by a churn"},
    {"nothing.no-price", "nothing is sold for money"},
});

/// A sentence of these: said<"whose.each-event">().
template <Literal name, class... Words>
std::string said(const Words&... words) {
  return said_of<kScenarioSentences, name>(words...);
}

}  // namespace valuescale::models
