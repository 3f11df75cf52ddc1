#include "tests/support/reference_almanac_reading.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>
#include <string>

namespace valuescale::tests::reference {

namespace {

constexpr std::array<const char*, kMonthsOfYear> kMonthNames = {"january", "february", "march",     "april",   "may",      "june",
                                                                "july",    "august",   "september", "october", "november", "december"};

int month_named(const std::string& name) {
  const auto found = std::find(kMonthNames.begin(), kMonthNames.end(), name);
  if (found == kMonthNames.end()) throw std::runtime_error("reference: no month is called " + name);
  return static_cast<int>(found - kMonthNames.begin());
}

bool is_by_month(const toml::table& table) {
  return std::all_of(table.begin(), table.end(), [](const auto& entry) {
    return std::find(kMonthNames.begin(), kMonthNames.end(), entry.first.str()) != kMonthNames.end();
  });
}

class AlmanacReader {
 public:
  AlmanacReader(const toml::table& root, const ReadQuantity& read) : root_(root), read_(read) {}

  Almanac read() {
    almanac_.starts_in = month_named(root_["plan"]["starts_in"].value_or<std::string>("january"));
    for_each_table("season", [&](const toml::table& table) { almanac_.seasons.push_back(season(table)); });
    for_each_table("shock", [&](const toml::table& table) { almanac_.shocks.push_back(shock(table)); });
    for_each_table("trend", [&](const toml::table& table) {
      Trend trend;
      for_each_path(table, [&](const std::string& path, const toml::node& node) {
        trend.growth[path] = read_(&node, Range::any, Role::world, 0, 0);
      });
      almanac_.trends.push_back(trend);
    });
    return almanac_;
  }

 private:
  template <typename Use>
  void for_each_table(const char* kind, Use use) {
    if (const toml::table* tables = root_[kind].as_table())
      for (const auto& [name, node] : *tables) use(*node.as_table());
  }

  /// Of `multiply`: "rate", "step.upsell.take".
  template <typename Use>
  static void for_each_path(const toml::table& table, Use use) {
    walk(*table["multiply"].as_table(), "", use);
  }

  template <typename Use>
  static void walk(const toml::table& table, const std::string& before, Use& use) {
    for (const auto& [name, node] : table) {
      const std::string key(name.str()), path = before.empty() ? key : before + "." + key;
      if (key == "note" || key == "source") continue;
      const toml::table* inner = node.as_table();
      if (inner && !inner->contains("value") && !is_by_month(*inner))
        walk(*inner, path, use);
      else
        use(path, node);
    }
  }

  Season season(const toml::table& table) {
    Season season;
    for_each_path(table, [&](const std::string& path, const toml::node& node) {
      const toml::array* list = node.as_array();
      for (int month = 0; month < kMonthsOfYear; ++month) {
        const toml::node* factor = list ? list->get(month) : node.as_table()->get(kMonthNames[month]);
        season.factors[path].push_back(read_(factor, Range::positive, Role::world, 0, 1));
      }
    });
    return season;
  }

  Shock shock(const toml::table& table) {
    Shock shock;
    if (const toml::node* probability = table.get("probability"))
      shock.probability = read_(probability, Range::probability, Role::world, 0, 0);
    if (const toml::node* start = table.get("start")) shock.start = read_(start, Range::positive, Role::event, 1, 0);
    shock.rate = read_(table.get("rate"), Range::positive, Role::world, -1, 0);
    shock.duration = read_(table.get("duration"), Range::positive, Role::event, 1, 0);
    for_each_path(table, [&](const std::string& path, const toml::node& node) {
      const Quantity factor = read_(&node, Range::positive, Role::world, 0, 1);
      shock.factors[path] = factor;
      almanac_.how_hard.insert(factor.id);
    });
    return shock;
  }

  const toml::table& root_;
  const ReadQuantity& read_;
  Almanac almanac_;
};

}  // namespace

Almanac read_almanac(const toml::table& root, const ReadQuantity& read) { return AlmanacReader(root, read).read(); }

}  // namespace valuescale::tests::reference
