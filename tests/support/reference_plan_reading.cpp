#include "tests/support/reference_plan_reading.hpp"

#include <stdexcept>
#include <string>
#include <utility>

namespace valuescale::tests::reference {

namespace {

class PlanReader {
 public:
  PlanReader(const toml::table& table, const std::vector<Channel>& channels, const ReadAssumption& read)
      : table_(table), channels_(channels), read_(read) {}

  Plan read() {
    plan_.months = static_cast<int>(table_["months"].value<std::int64_t>().value());
    read_channels();
    read_costs();
    if (const toml::node* cash = table_.get("cash")) plan_.cash = money(cash);
    plan_.credit = money(table_.get("credit"));
    plan_.credit_interest = money(table_.get("credit_interest"));
    plan_.reinvest = read_(table_.get("reinvest"), Range::probability, PlanDimension::number, 0);
    plan_.acquisition_paid_after = time(table_.get("acquisition_paid_after"));
    plan_.when_short = when_short(table_["when_short"].value_or<std::string>("slow"));
    return plan_;
  }

 private:
  Quantity money(const toml::node* node) { return read_(node, Range::positive, PlanDimension::number, 0); }
  Quantity time(const toml::node* node) { return read_(node, Range::positive, PlanDimension::time, 0); }

  void read_channels() {
    for (std::size_t c = 0; c < channels_.size(); ++c) {
      const std::string& name = channels_[c].name;
      for (const auto& [key, by] :
           {std::pair{"spend", PlannedBy::spend}, {"leads", PlannedBy::leads}, {"customers", PlannedBy::customers}}) {
        const toml::node* amount = find(key, name);
        if (!amount) continue;
        if (channels_[c].response && by != PlannedBy::spend)
          throw std::runtime_error("reference: a response says whom money brings: " + name + " needs plan.spend");
        plan_.channels.push_back({c, by, amount_by_month(*amount), time(find("delay", name))});
      }
    }
  }

  void read_costs() {
    if (const toml::node* fixed = table_.get("fixed_costs")) plan_.costs.push_back({amount_by_month(*fixed), {}, false});
    const toml::table* costs = table_["cost"].as_table();
    if (!costs) return;
    for (const auto& [name, node] : *costs) {
      const toml::table& own = *node.as_table();
      PlannedCost cost{amount_by_month(*own.get("a_month")), {}, own["marketing"].value_or(false)};
      if (const toml::node* customers = own.get("for_customers")) cost.for_customers = money(customers);
      plan_.costs.push_back(cost);
    }
  }

  const toml::node* find(const char* kind, const std::string& channel) const {
    const toml::table* of_kind = table_[kind].as_table();
    return of_kind ? of_kind->get(channel) : nullptr;
  }

  AmountByMonth amount_by_month(const toml::node& node) {
    AmountByMonth amount;
    amount.last = plan_.months;
    if (const toml::array* list = node.as_array()) {
      for (const toml::node& month : *list) amount.list.push_back(money(&month));
      return amount;
    }
    const toml::table* table = node.as_table();
    const bool grows = table && table->contains("start");
    amount.start = money(grows ? table->get("start") : &node);
    // What grows may also shrink.
    amount.growth = read_(grows ? table->get("growth") : nullptr, Range::any, PlanDimension::number, 0);
    if (!grows) return amount;
    amount.first = (*table)["first"].value_or(1);
    amount.last = (*table)["last"].value_or(plan_.months);
    amount.ramp = (*table)["ramp"].value_or(1);
    return amount;
  }

  static WhenShort when_short(const std::string& name) {
    if (name == "slow") return WhenShort::slow;
    if (name == "stop") return WhenShort::stop;
    if (name == "go on") return WhenShort::go_on;
    throw std::runtime_error("reference: when_short cannot be " + name);
  }

  const toml::table& table_;
  const std::vector<Channel>& channels_;
  const ReadAssumption& read_;
  Plan plan_;
};

}  // namespace

Plan read_plan(const toml::table& table, const std::vector<Channel>& channels, const ReadAssumption& read) {
  return PlanReader(table, channels, read).read();
}

}  // namespace valuescale::tests::reference
