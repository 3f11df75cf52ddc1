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
