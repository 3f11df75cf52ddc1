// The reference simulator's own reading of values, segments and channels, held to arithmetic.
#include "tests/support/catch.hpp"
#include "tests/support/reference_checks.hpp"
#include "tests/support/reference_life.hpp"

#include <cmath>
#include <string>

using namespace valuescale::tests::reference;

TEST_CASE("the reference rounds halves to the even unit") {
  CHECK(to_units(0.03125) == 312);
  CHECK(to_units(0.09375) == 938);
  CHECK(to_units(-0.03125) == -312);
  CHECK(to_units(-0.09375) == -938);
  CHECK(to_units(12.3456) == 123456);
  CHECK(to_units(-1.00006) == -10001);
}

TEST_CASE("the reference reads values and their changes") {
  Random random(5);
  const auto mean = [&](const std::string& text, Range range, double unit_days = 365.25 / 12) {
    ClusteredMeans means(500, 1);
    const Value value = read_value(text, range, Role::world, unit_days);
    for (std::size_t i = 0; i < 100'000; ++i) {
      means.person(i % 500, 1);
      means.add(i % 500, 0, draw(settle(value.expression, random), random));
    }
    return means.mean(0);
  };
  agrees("20 to 60", mean("20 to 60", Range::positive), std::exp(std::log(1200.0) / 2 + std::pow(std::log(3.0) / 2 / 1.6448536, 2) / 2));
  agrees("-1 to 3", mean("-1 to 3", Range::any), 1);
  agrees("20% to 80%", mean("20% to 80%", Range::probability), .5);
  agrees("12k", mean("12k", Range::positive), 12'000);
  agrees("0.2 a month in weeks", mean("0.2 a month", Range::positive, 7), .2 * 7 / 30.4375);
  agrees("gamma in years", mean("gamma(4, mean = 8 years)", Range::positive), 96);
  agrees("weeks in days", mean("uniform(1 week, 3 weeks)", Range::positive, 1), 14);
  agrees("weibull", mean("weibull(1.5, mean=4)", Range::positive), 4);
  agrees("lognormal", mean("lognormal(mean=90 to 110, sd=40)", Range::positive),
         std::exp(std::log(9900.0) / 2 + std::pow(std::log(11.0 / 9) / 2 / 1.6448536, 2) / 2));
  agrees("mix", mean("mix(70%: uniform(0, 2), 30%: exponential(10))", Range::positive), 3.7);
  agrees("truncate", mean("truncate(normal(0, 1), 0, 100)", Range::any), std::sqrt(2 / M_PI));
  agrees("earliest", mean("earliest(exponential(mean = 1 year), exponential(6), 1 year)", Range::positive), 4 * (1 - std::exp(-3.0)));
  agrees("quotient", mean("100 / uniform(3, 8)", Range::positive), 20 * std::log(8.0 / 3));
  agrees("quotient in years", mean("100 years / uniform(3, 8)", Range::positive), 240 * std::log(8.0 / 3));
  agrees("pert", mean("pert(0, 1, 8)", Range::any), 2);
  agrees("triangular", mean("triangular(0, 1, 8)", Range::any), 3);
  agrees("beta by mean", mean("beta(mean=0.3, sd=0.1)", Range::probability), .3);
  agrees("lognormal by median", mean("lognormal(median=2, sigma=0.5)", Range::positive), 2 * std::exp(.125));
}

TEST_CASE("the reference counts channels and segments and their changes") {
  const std::string text = R"toml(
title = "two channels"
lifetime = 1
[segment.gold]
share = 0.25
multiply = { conversion = 2, price = 3 }
[segment.plain]
share = 0.75
[channel.a]
cost_per_lead = 1
offer = "x"
leads = 100
[channel.b]
cost_per_customer = 5
offer = "y"
customers = 50
mix = { gold = 0.5, plain = 0.5 }
mix_of = "customers"
[channel.b.override.offer.y]
price = 20
[offer.x]
take = 0.2
price = 10
[offer.y]
take = 0.25
price = 7
unit_cost = 1
)toml";
  // Channel a: conversion .25×.4 + .75×.2 = .25, so 25 customers, of whom 40 % gold. Channel b: leads gold 1 : plain 2, conversion 1/3, 150 leads.
  const auto answer = run(text, {}, 400'000);
  CHECK(answer.conversion == Approx(75.0 / 250));
  agrees("a: cost per customer", answer.customer.channels.at("a").cac, 4);
  agrees("b: cost per customer", answer.customer.channels.at("b").cac, 5);
  agrees("a: profit", answer.customer.channels.at("a").profit, .4 * 30 + .6 * 10 - 4);
  agrees("b: profit", answer.customer.channels.at("b").profit, 40 - 1 - 5);
  agrees("profit", answer.customer.profit, (14.0 + 2 * 34) / 3);
  agrees("profit a lead", answer.lead.profit, .3 * (14.0 + 2 * 34) / 3);
  agrees("a: profit a lead", answer.lead.channels.at("a").profit, .25 * 14);
  agrees("cost of a lead", answer.lead.cac, (100 + 250) / 250.0);
  agrees("gold", answer.customer.segments.at("gold").profit, (10 * (30 - 4) + 25 * (60 - 6)) / 35.0);
}
