// The music shop's parameters are those that its customers' own records make most likely.
#include "scenarios/reader/reader.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/closed_forms.hpp"

#include <cmath>
#include <fstream>
#include <map>
#include <set>
#include <string>
#include <vector>

using namespace valuescale;

namespace {

/// Days from an arbitrary first day, of a date written 19970131.
int day_number(const std::string& date) {
  const int year = std::stoi(date.substr(0, 4)), month = std::stoi(date.substr(4, 2)), day = std::stoi(date.substr(6, 2));
  const int shifted_year = month <= 2 ? year - 1 : year, shifted_month = (month + 9) % 12;
  return 365 * shifted_year + shifted_year / 4 - shifted_year / 100 + shifted_year / 400 + (153 * shifted_month + 2) / 5 + day;
}

/// Days with a purchase, by customer of the CDNOW sample.
std::map<int, std::set<int>> purchase_days() {
  std::ifstream file("tests/data/CDNOW_sample.txt");
  REQUIRE(file.good());
  std::map<int, std::set<int>> days;
  std::string index, customer, date, discs, dollars;
  while (file >> index >> customer >> date >> discs >> dollars) days[std::stoi(customer)].insert(day_number(date));
  return days;
}

/// Repeat purchases, time of the last of them and length of the record, in weeks, to 30 September 1997.
struct Record {
  int repeats;
  double last, weeks;
};

std::vector<Record> records() {
  const int end = day_number("19970930");
  std::vector<Record> all;
  for (const auto& [customer, days] : purchase_days()) {
    Record record{-1, 0, (end - *days.begin()) / 7.0};
    for (const int day : days) {
      if (day > end) continue;
      ++record.repeats;
      record.last = (day - *days.begin()) / 7.0;
    }
    all.push_back(record);
  }
  return all;
}

double log_likelihood(const std::vector<Record>& all, double r, double alpha, double a, double b) {
  double sum = 0;
  for (const auto& [x, last, weeks] : all) {
    const double alive = std::pow(alpha + weeks, -(r + x));
    const double left = x == 0 ? 0 : a / (b + x - 1) * std::pow(alpha + last, -(r + x));
    sum += std::lgamma(r + x) - std::lgamma(r) + r * std::log(alpha) + tests::log_beta(a, b + x) - tests::log_beta(a, b) +
           std::log(alive + left);
  }
  return sum;
}

}  // namespace

TEST_CASE("the CDNOW sample counts the customers and purchases that are published") {
  const auto days = purchase_days();
  CHECK(days.size() == 2357);
  const int start = day_number("19970101");
  int by_week_39 = 0, by_week_78 = 0;
  for (const auto& [customer, bought] : days) {
    for (const int day : bought) {
      if (day == *bought.begin()) continue;
      by_week_39 += day < start + 39 * 7;
      by_week_78 += day < start + 78 * 7;
    }
  }
  CHECK(by_week_39 == 2457);
  CHECK(by_week_78 == 4339);
}

TEST_CASE("music-bgnbd.toml carries the parameters under which CDNOW's records are most likely") {
  const auto scenario = scenarios::read_scenario("scenarios/music-bgnbd.toml");
  REQUIRE(scenario.repeats.size() == 1);
  std::vector<double> at;
  for (const auto& parameter : scenario.repeats[0].parameters) at.push_back(parameter.law.value * parameter.factor);
  REQUIRE(at.size() == 4);
  const auto all = records();
  const double best = log_likelihood(all, at[0], at[1], at[2], at[3]);
  CHECK(best == Approx(-9582.429).margin(1e-3));
  for (std::size_t i = 0; i < at.size(); ++i) {
    for (const double factor : {0.97, 1.03}) {
      auto moved = at;
      moved[i] *= factor;
      CHECK(log_likelihood(all, moved[0], moved[1], moved[2], moved[3]) < best);
    }
  }
}
