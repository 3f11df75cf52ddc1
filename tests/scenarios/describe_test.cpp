#include "tests/support/catch.hpp"
#include "tests/support/scenario_files.hpp"

using namespace valuescale;
using namespace valuescale::tests;

namespace {

bool says(const std::string& description, const std::string& text) {
  INFO(description);
  INFO(text);
  return description.find(text) != std::string::npos;
}

}  // namespace

TEST_CASE("the reading of a value says what is meant and who differs") {
  const auto reading = [](const std::string& key, const std::string& value) {
    const models::Scenario s = ScenarioFiles().read(kSmall, {{key, value}});
    return scenarios::reading_of(key == "channel.ads.cost_per_lead" ? s.channels[0].cost
                                 : key == "offer.first.take"        ? s.offers[0].take
                                                                    : s.offers[0].purchase.price);
  };
  CHECK(reading("channel.ads.cost_per_lead", "20 to 60") == "between 20 and 60 (5 % to 95 %; lognormal, mean 36.6): we don't know");
  CHECK(reading("channel.ads.cost_per_lead", "each_customer(uniform(20, 60))") ==
        "between 22 and 58 (5 % to 95 %; uniform, mean 40): customers differ");
  CHECK(reading("channel.ads.cost_per_lead", "each_customer(100 / uniform(3, 8))") ==
        "between 12.9 and 30.8 (5 % to 95 %; a quotient, mean 19.6): customers differ");
  CHECK(reading("channel.ads.cost_per_lead", "earliest(exponential(30), exponential(60))") ==
        "between 1.03 and 59.9 (5 % to 95 %; the earliest of several, mean 20): we don't know");
  CHECK(reading("channel.ads.cost_per_lead", "values(30, 20, 45, 45)") ==
        "one of 4 values from 20 to 45, all as likely (mean 35): we don't know");
  CHECK(reading("offer.first.take", "[\"4%\", \"7%\"]") == "one of 2 values from 4 % to 7 %, all as likely (mean 5.5 %): we don't know");
  CHECK(reading("channel.ads.cost_per_lead", "20") == "20");
  CHECK(reading("offer.first.take", "5%") == "5 %");
  CHECK(reading("offer.first.take", "\"beta(1, 9)\"") == "between 0.00568 and 0.283 (5 % to 95 %; beta, mean 0.1): we don't know");
  CHECK(reading("offer.first.price", "each_event(gamma(2, mean = 20 to 60))")
            .find(": each time; its mean between 20 and 60 (5 % to 95 %; lognormal, mean 36.6): we don't know") != std::string::npos);
}

TEST_CASE("a description tells grid, horizon, relations, notes and what is unknown") {
  const models::Scenario s = ScenarioFiles().read(R"(
title = "all of it"
time_step = "week"
lifetime = 52
discount_rate = "1% a month"
[channel.ads]
note = "of the channel"
cost_per_customer = { value = "20 to 60", source = "mail" }
[offer.first]
spend = "orders"
[step.up]
after = "every visit"
delay = "1 to 2 weeks"
[step.down]
after_declined = "up"
spend = "orders"
[repeat.r]
model = "geometric"
return = 0.5
every = "2 weeks"
[spend.orders]
model = "gamma-gamma"
p = 6.25
q = 3.74
gamma = 15.44
)");
  const std::string text = scenarios::describe(s);
  CHECK(says(text, "all of it"));
  CHECK(says(text, "each life is followed for 52 weeks (364 days)"));
  CHECK(says(text, "Discounting, effective rate every 30.4375 days: 1 %."));
  CHECK(says(text, "note: of the channel"));
  CHECK(says(text, "source: mail"));
  CHECK(says(text, "Step up: after the offer first, each purchase of r."));
  CHECK(says(text, "delay, in weeks: between 1 and 2"));
  CHECK(says(text, "Step down: after up when declined."));
  CHECK(says(text, "every: 2 weeks"));
  CHECK(says(text, "Spend orders: of first, down; a customer who spends more on one spends more on all."));
  CHECK(says(text, "a purchase is worth 35.2"));
  CHECK(says(text, "1 of its numbers is not known"));
  CHECK(says(scenarios::describe(ScenarioFiles().read(kSmall)), "this file claims to know everything exactly"));
}

TEST_CASE("what is spent on a channel is said, with whom it brings and what one more costs") {
  const std::string text = scenarios::describe(ScenarioFiles().read(
      "title = \"t\"\nlifetime = 2\n[offer.o]\nprice = 1\n[channel.c]\nspend = 50\nresponse = \"hill\"\nof = \"customers\"\n"
      "most = \"uniform(700, 900)\"\nhalf = 50\nshape = 2\nshare_of_first_sale = \"30%\"\n"));
  CHECK(says(text, "spent in all: 50"));
  CHECK(says(text, "brings customers: hill, slow at first where the shape is above 1, and saturating"));
  CHECK(says(text, "most: between 710 and 890 (5 % to 95 %; uniform, mean 800): we don't know"));
  CHECK(says(text, "at central values 400 customers at 0.125 each on average; one more costs 0.125"));
  CHECK(says(text, "share of the first sale's price, paid for each customer: 30 %"));
  CHECK_FALSE(says(text, "cost per"));
}

TEST_CASE("a plan is said in words: whom it wins, what it pays, and its money") {
  const std::string text = scenarios::describe(ScenarioFiles().read(R"TOML(
title = "t"
lifetime = 12
[channel.ads]
cost_per_lead = "uniform(40, 60)"
[channel.pond]
response = "exponential"
of = "customers"
most = 100
scale = 5_000
capacity = 60
[channel.partner]
cost_per_customer = 30
[channel.street]
cost_per_lead = 1
[offer.first]
take = 0.2
price = 10
[plan]
months = 24
starts_in = "march"
cash = 2_500_000
credit = "40k to 60k"
credit_interest = "9%"
when_short = "stop"
fixed_costs = 5_000
reinvest = "20%"
acquisition_paid_after = "1 month"
[plan.spend]
ads = { start = 1_000, growth = "10%", first = 3, last = 12, ramp = 2, note = "of the spend" }
pond = 4_000
[plan.leads]
street = [5, 5, 5, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8]
[plan.customers]
partner = { start = 6, ramp = 6 }
[plan.delay]
partner = "2 weeks"
[plan.cost.support]
a_month = 3_500
for_customers = 200
[plan.cost.agency]
a_month = 800
marketing = true
[season.summer.multiply]
price = { july = 0.5, august = "0.4 to 0.6" }
)TOML"));
  CHECK(says(text, "brings customers, for what is spent in a month: exponential, "));
  CHECK(says(text, "capacity: 60\n"));
  CHECK(says(text, "Plan: customers are won for 24 months, from march on."));
  CHECK(says(text, "spent on channel ads in month 3: 1000\n    grows with each further month by: 10 %"));
  CHECK(says(text, "    taken up over 2 months: 1/2 of it in the first\n    only in months 3 to 12\n"));
  // Half of 1,000 in month 3, 1,000 × 1.1^9 in month 12, at 50 a lead.
  CHECK(says(text, "    note: of the spend\n    at central values that brings 10 leads in month 3, 47.2 in month 12\n"));
  // 100 (1 − e^(−0.8)).
  CHECK(says(text, "spent on channel pond a month: 4000\n    at central values that brings 55.1 customers a month"));
  CHECK(says(text, "leads bought through channel street month by month:\n    months 1 to 3: 5\n    months 4 to 24: 8\n"));
  CHECK(says(text, "customers won through channel partner in month 1: 6\n    taken up over 6 months: 1/6 of it in the first\n"));
  CHECK(says(text, "from paying for a lead to the first sale, in months: 0.459"));
  CHECK(says(text, "fixed costs a month: 5000\n"));
  CHECK(says(text, "fixed cost support a month: 3500\n    paid once for every so many customers won so far, begun ones included: 200"));
  CHECK(says(text, "fixed cost agency a month: 800\n    for winning customers"));
  CHECK(says(text, "cash at the start: 2500000\n"));
  CHECK(says(text, "credit that may be drawn besides: between 40000 and 60000 (5 % to 95 %; lognormal, mean 49400): we don't know"));
  CHECK(says(text, "interest on what is drawn, effective rate a year: 9 %"));
  CHECK(says(text, "when planned acquisition costs more than there is: none in that month"));
  CHECK(says(text, "share of what customers brought last month that is spent on acquisition besides: 20 %"));
  CHECK(says(text, "acquisition is paid for after, in months: 1\n"));
  CHECK(says(text, "Taxes are left out."));
}

TEST_CASE("the calendar is said in words: on what it acts, when, how likely, how long and how strongly") {
  const std::string planned = kSmall + "[repeat.orders]\nmodel = \"poisson\"\nrate = 1\nchurn = 0.1\n[plan]\nmonths = 12\nleads.ads = 9\n";
  const auto told = [&](const std::string& lines) { return scenarios::describe(ScenarioFiles().read(planned + lines)); };
  const std::string season = told(
      "[season.holidays]\nnote = \"of the season\"\n[season.holidays.multiply]\nrate = { december = 1.8, august = \"50%\", may = \"0.4 to "
      "0.6\" }\n"
      "channel.ads.volume = [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 2, 3]\n");
  CHECK(says(season, "customers are won for 12 months, from january on."));
  CHECK(says(season, "Season holidays: every year the same.\n  note: of the season\n"));
  CHECK(says(season, "  rate (purchase rates of repeat processes) times: august 50 %, december 1.8\n    may: between 0.4 and 0.6"));
  CHECK(says(season, "  channel.ads.volume (what is spent or bought a month) times: november 2, december 3\n"));
  const std::string noted = told(
      "[season.holidays.multiply]\nnote = \"of all\"\nrate = { december = 1.8, may = { value = 2, note = \"its own\" }, source = \"the "
      "books\" }\n"
      "price = { value = [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 2], note = \"of the list\" }\n");
  CHECK(says(noted, "processes) times: december 1.8\n    may: 2\n    note: its own\n    note: of all\n    source: the books\n"));
  CHECK(says(noted, "times: december 2\n    note: of the list\n"));
  const std::string once = told(
      "[shock.war]\nprobability = \"10% to 30%\"\nstart = \"uniform(0, 8) months\"\nduration = \"6 to 12 months\"\n"
      "[shock.war.multiply]\nconversion = 0.7\nrepeat.orders.churn = \"1 to 2\"\n");
  CHECK(says(once, "Shock war: strikes the whole business once, or not at all, for whole months."));
  CHECK(says(once, "with probability: between 10 % and 30 % (5 % to 95 %; logit-normal, mean 18.7 %): we don't know"));
  CHECK(says(once, "starts after, in months: between 0.4 and 7.6 (5 % to 95 %; uniform, mean 4): each time"));
  CHECK(says(once, "lasts, in months: between 6 and 12 (5 % to 95 %; lognormal, mean 8.68): each time"));
  CHECK(says(once, "while it lasts, conversion (take of offers) times: 0.7\n"));
  CHECK(says(once, "while it lasts, repeat.orders.churn times: between 1 and 2"));
  CHECK(says(told("[shock.war]\nprobability = 0.5\nduration = 3\nmultiply.price = 2\n"), "starts in any of the plan's months alike"));
  const std::string often = told("[shock.war]\nrate = \"0.6 a year\"\nduration = 3\nmultiply.acquisition_cost = 2\n");
  CHECK(says(often, "Shock war: strikes the whole business again and again, but not while it lasts, for whole months."));
  CHECK(says(often, "how often, in times a month: 0.05\n"));
  CHECK(says(often, "while it lasts, acquisition_cost (what a lead or customer costs) times: 2\n"));
  CHECK_FALSE(says(often, "starts in any"));
  const std::string trend = told("[trend.wages.multiply]\nprice = \"1%\"\n");
  CHECK(says(trend, "Trend wages: from month to month until the plan ends, where it stays."));
  // 1.01^11.
  CHECK(says(trend, "  price grows each month by: 1 %\n    written: 1%\n    at central values times 1.116 in month 12"));
}

TEST_CASE("what follows another is said with its curve, and not counted as unknown; a curve that is left is doubted") {
  const auto told = [](const std::string& price, const std::string& take) {
    return scenarios::describe(ScenarioFiles().read(kSmall + "take = " + take + "\n", {{"offer.first.price", price}}));
  };
  const std::string curve = "{ follows = \"offer.first.price\", curve = [[10, \"30%\"], [30, \"10%\"]], note = \"two tests\" }";
  const std::string followed = told("uniform(10, 30)", curve);
  CHECK(says(followed,
             "taken by leads with probability: follows offer.first.price: 30 % at 10, 10 % at 30; between 11 % and 29 % (5 % to "
             "95 %; of what it follows, mean 20 %)"));
  CHECK(says(followed, "written: { follows = \"offer.first.price\", curve = [[10, \"30%\"], [30, \"10%\"]] }\n    note: two tests\n"));
  CHECK(says(followed, "1 of its numbers is not known"));
  CHECK_FALSE(says(followed, "Warning"));
  CHECK(says(told("15", curve), "follows offer.first.price: 30 % at 10, 10 % at 30; that is 25 %"));
  CHECK(says(told("uniform(0.1, 0.2)", "{ same_as = \"offer.first.price\" }"),
             "the same as offer.first.price, between 0.105 and 0.195 (5 % to 95 %; of what it follows, mean 0.15)"));
  CHECK(
      says(told("uniform(5, 25)", curve),
           "Warning: offer.first.price is beyond the curve of offer.first.take in 25 % of worlds: it stays as it is at the curve's end."));
  CHECK(says(told("40", curve), "Warning: offer.first.price is beyond the curve of offer.first.take (40)"));
}

TEST_CASE("a discount rate above 100 % a year is doubted, however it is written") {
  const auto doubted = [](const std::string& rate) {
    const models::Scenario s = ScenarioFiles().read(kSmall, {{"discount_rate", rate}});
    const bool warned = !scenarios::warnings_about(s).empty();
    CHECK((scenarios::describe(s).find("Warning: discount_rate, ") != std::string::npos) == warned);
    return warned;
  };
  for (const char* rate : {"5", "1.01", "101%", "70% continuous", "6% a month", "truncate(1 to 8, 0.1, 9)", "2% a week"})
    CHECK(doubted(rate));
  for (const char* rate : {"0", "0.05", "1", "100%", "69% continuous", "5% a month", "0.2 to 0.9", "-0.5"}) CHECK_FALSE(doubted(rate));
}

TEST_CASE("a scenario lists its quantities, each with its own path") {
  const models::Scenario s = ScenarioFiles().read(kSmall + "[step.up]\nafter = \"first\"\n");
  std::vector<std::string> paths;
  for (const models::Quantity* quantity : scenarios::quantities_of(s)) paths.push_back(quantity->path);
  CHECK(paths == std::vector<std::string>{"discount_rate", "channel.ads.cost_per_lead", "offer.first.take", "offer.first.price",
                                          "offer.first.margin", "offer.first.unit_cost", "step.up.contact_cost", "step.up.take",
                                          "step.up.delay", "step.up.price", "step.up.margin", "step.up.unit_cost"});
}
