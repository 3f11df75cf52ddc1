// The calendar of the business: whom its channels bring month by month, what is paid besides, and the money there is for that.
#include "scenarios/reader/build.hpp"
#include "scenarios/reader/plan_facts.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

namespace valuescale::scenarios {
namespace {

using models::Acquisition;
using models::FixedCost;
using models::Plan;
using models::Quantity;
using models::Schedule;
using models::WhenShort;

constexpr const char* kLabel = "the plan";
constexpr double kMostPeople = 1e9;  // leads or customers a month
constexpr double kMostMoney = 1e15;  // a month

struct Way {
  const char* key;
  Acquisition::By by;
};
constexpr std::array<Way, 3> kWays{
    {{"spend", Acquisition::By::spend}, {"leads", Acquisition::By::leads}, {"customers", Acquisition::By::customers}}};

const Key& plan_key(std::string_view name) { return *find_key(plan_keys(), name); }

/// A number of months, or one of them; nothing (and reported) if it is wrong.
std::optional<int> months_of(Build& build, const Node& table, const Key& key, const std::string& path) {
  const Node* node = table.find(key.name);
  if (!node) return std::nullopt;
  const auto number = build.values.certain(*node, key, path);
  if (!number) return std::nullopt;
  if (*number == std::floor(*number)) return static_cast<int>(*number);
  build.problems.add(node->place, fmt::format("{} is {:.10g}", path, *number), "it must be a whole number");
  return std::nullopt;
}

/// One amount a month: as many as the plan has months, if that is known.
void read_list(Build& build, const Node& list, const Key& key, const std::string& path, Schedule& schedule) {
  const auto months = static_cast<std::size_t>(schedule.last);
  const auto most = static_cast<std::size_t>(plan_key("months").range().high);
  const std::size_t count = list.elements.size();
  if (months > 0 ? count != months : count < 1 || count > most)
    build.problems.add(list.place, count == 0 ? shown(path) + " is an empty list" : fmt::format("{} is a list of {}", shown(path), count),
                       months > 0 ? fmt::format("the plan has {} months", months) : fmt::format("a plan has 1 to {} months", most),
                       "give an amount for each month, or a table of start, growth, first and last");
  for (std::size_t i = 0; i < std::min(count, most); ++i)
    schedule.list.push_back(build.values.quantity(&list.elements[i], key, fmt::format("{}.{}", path, i + 1)));
}

/// Where it starts, how it grows, and when.
void read_table(Build& build, const Node& table, const Key& key, const std::string& path, Schedule& schedule) {
  const std::string label = shown(path);
  check_keys(build, table, schedule_keys(), label);
  read_notes(build, table, label, schedule.note, schedule.source);
  schedule.start = build.values.quantity(table.find("start"), key, path + ".start");
  schedule.growth = build.values.quantity(table.find("growth"), growth_key(), path + ".growth");
  const auto month = [&](const char* name, int fallback) {
    return months_of(build, table, *find_key(schedule_keys(), name), label + "." + name).value_or(fallback);
  };
  const int months = schedule.last;
  schedule.first = month("first", 1);
  schedule.last = month("last", months);
  schedule.ramp = month("ramp", 0);
  if (months == 0) return;
  for (const auto& [name, at] : {std::pair{"first", schedule.first}, std::pair{"last", schedule.last}})
    if (at > months)
      build.problems.add(table.find(name)->place, fmt::format("{}.{} is {}", label, name, at),
                         fmt::format("the plan has {} months", months));
  if (schedule.first > schedule.last && schedule.first <= months)
    build.problems.add(table.find("last") ? table.find("last")->place : table.place,
                       fmt::format("{} ends in month {}, before it begins in month {}", label, schedule.last, schedule.first));
}

/// The same amount each month, a list, or a table.
Schedule read_amounts(Build& build, const Node& node, const Key& key, const std::string& path, int months) {
  Schedule schedule;
  schedule.last = months;
  const Node* value = node.is_table() && !is_follower(node) ? node.find("value") : &node;
  if (!value) {
    read_table(build, node, key, path, schedule);
  } else if (value->kind == Node::Kind::array) {
    build.values.value_of(node, shown(path), &schedule.note, &schedule.source);
    read_list(build, *value, key, path, schedule);
    for (models::Quantity& amount : schedule.list) inherit(amount, {schedule.note, schedule.source});
  } else {
    schedule.start = build.values.quantity(&node, key, path);
    schedule.growth = build.values.quantity(nullptr, growth_key(), path + ".growth");
  }
  return schedule;
}

/// Calls `visit` with what `plan.KEY` says of each channel, the channel, and its path.
template <class Visit>
void for_each_channel(Build& build, const Node& plan, std::string_view key, Visit visit) {
  const Node* table = plan.find(key);
  if (!table) return;
  if (!table->is_table()) {
    build.problems.add(table->place, fmt::format("{} of {} must be a table, not {}", in_quotes(key), kLabel, kind_of(*table)),
                       fmt::format("a value for each channel, as in [plan.{}]", key));
    return;
  }
  for (const Member& member : table->members) {
    const auto channel = build.channel_index.find(member.name);
    if (channel != build.channel_index.end()) {
      visit(channel->second, member.node, fmt::format("plan.{}.{}", key, member.name));
    } else if ((member.name != "note" && member.name != "source") || !member.node.is_text()) {
      const std::vector<std::string> names = names_in(build.channel_index);
      build.problems.add(member.node.key_place, fmt::format("plan.{} names channel {}, which does not exist", key, in_quotes(member.name)),
                         "the channels are " + listed(names), build.problems.suggestion(member.name, names));
    }
  }
}

Acquisition* acquisition_of(Plan& plan, std::size_t channel) {
  const auto found =
      std::find_if(plan.acquisitions.begin(), plan.acquisitions.end(), [&](const Acquisition& a) { return a.channel == channel; });
  return found == plan.acquisitions.end() ? nullptr : &*found;
}

void read_acquisitions(Build& build, const Node& table, Plan& plan) {
  for (const Way& way : kWays)
    for_each_channel(build, table, way.key, [&](std::size_t channel, const Node& node, const std::string& path) {
      const std::string& name = build.scenario.channels[channel].name;
      const std::string label = label_of("channel", name);
      if (acquisition_of(plan, channel))
        build.problems.add(node.key_place, fmt::format("{} plans {} once more", shown(path), label),
                           "a channel is planned by what is spent on it, by leads or by customers", "keep one of them");
      else if (build.scenario.channels[channel].response && way.by != Acquisition::By::spend)
        build.problems.add(node.key_place, fmt::format("{} says how many, where {} responds to spend", shown(path), label),
                           "how many it brings follows from what is spent", "give it plan.spend." + shown(name));
      Acquisition acquisition{channel, way.by, read_amounts(build, node, plan_key(way.key), path, plan.months), {}};
      acquisition.delay = build.values.quantity(nullptr, plan_key("delay"), "plan.delay." + name);
      if (!acquisition_of(plan, channel)) plan.acquisitions.push_back(std::move(acquisition));
    });
  std::sort(plan.acquisitions.begin(), plan.acquisitions.end(),
            [](const Acquisition& a, const Acquisition& b) { return a.channel < b.channel; });
  for_each_channel(build, table, "delay", [&](std::size_t channel, const Node& node, const std::string& path) {
    const Quantity delay = build.values.quantity(&node, plan_key("delay"), path);
    if (Acquisition* acquisition = acquisition_of(plan, channel))
      acquisition->delay = delay;
    else
      build.problems.add(node.key_place, shown(path) + " is not used",
                         fmt::format("the plan wins nobody through {}", label_of("channel", build.scenario.channels[channel].name)));
  });
  const bool says_nothing = std::none_of(kWays.begin(), kWays.end(), [&](const Way& way) {
    const Node* ways = table.find(way.key);
    return ways && !(ways->is_table() && ways->members.empty());
  });
  if (says_nothing)
    build.problems.add(table.place, "the plan wins nobody", "it says of no channel what is spent on it, or how many it brings",
                       "as in [plan.spend], [plan.leads] or [plan.customers]");
}

bool flag_of(Build& build, const Node& table, std::string_view key, const std::string& label) {
  const Node* node = table.find(key);
  if (node && node->kind != Node::Kind::boolean)
    build.problems.add(node->place, fmt::format("{} of {} must be true or false, not {}", in_quotes(key), label, kind_of(*node)));
  return node && node->boolean;
}

void read_named_cost(Build& build, const Member& member, Plan& plan) {
  const Node& table = member.node;
  const std::string path = "plan.cost." + member.name, label = shown(path);
  if (!table.is_table()) {
    build.problems.add(table.place, fmt::format("{} must be a table, not {}", label, kind_of(table)), {},
                       fmt::format("write {} = {{ a_month = … }}", shown(member.name)));
    return;
  }
  check_keys(build, table, plan_cost_keys(), label);
  if (member.name.find('.') != std::string::npos)
    build.problems.add(table.key_place, fmt::format("the name of {} has a dot", label),
                       "dots join the parts of a path such as plan.cost.NAME.a_month");
  FixedCost cost;
  cost.name = member.name;
  read_notes(build, table, label, cost.note, cost.source);
  if (const Node* node = table.find("a_month"))
    cost.a_month = read_amounts(build, *node, *find_key(plan_cost_keys(), "a_month"), path + ".a_month", plan.months);
  if (const Node* node = table.find("for_customers"))
    cost.for_customers = build.values.quantity(node, *find_key(plan_cost_keys(), "for_customers"), path + ".for_customers");
  cost.is_marketing = flag_of(build, table, "marketing", label);
  plan.fixed_costs.push_back(std::move(cost));
}

void read_fixed_costs(Build& build, const Node& table, Plan& plan) {
  if (const Node* node = table.find("fixed_costs"))
    plan.fixed_costs.emplace_back().a_month = read_amounts(build, *node, plan_key("fixed_costs"), "plan.fixed_costs", plan.months);
  const Node* costs = table.find("cost");
  if (!costs) return;
  if (!costs->is_table()) {
    build.problems.add(costs->place, fmt::format("'cost' of {} must be a table of tables, not {}", kLabel, kind_of(*costs)),
                       "as in [plan.cost.NAME]");
    return;
  }
  for (const Member& member : costs->members)
    if ((member.name != "note" && member.name != "source") || !member.node.is_text()) read_named_cost(build, member, plan);
}

void read_money(Build& build, const Node& table, Plan& plan) {
  for (const auto& [name, quantity] :
       {std::pair{"credit", &plan.credit}, std::pair{"credit_interest", &plan.interest}, std::pair{"reinvest", &plan.reinvest},
        std::pair{"acquisition_paid_after", &plan.acquisition_paid_after}})
    *quantity = build.values.quantity(table.find(name), plan_key(name), std::string("plan.") + name);
  if (const auto when = choice_of(build, table, plan_key("when_short"), kLabel))
    plan.when_short = *when == "stop" ? WhenShort::stop : *when == "go on" ? WhenShort::go_on : WhenShort::slow;
  if (const Node* node = table.find("cash")) {
    plan.cash = build.values.quantity(node, plan_key("cash"), "plan.cash");
    return;
  }
  for (const char* name : {"credit", "credit_interest", "when_short"})
    if (const Node* node = table.find(name))
      build.problems.add(node->key_place, fmt::format("{} of {} is not used", in_quotes(name), kLabel),
                         "without 'cash' there is as much money as it takes", "say what there is at the start: cash = …");
}

/// Refuses amounts that cannot be meant, and could not be counted.
void check_size(Build& build, const Schedule& schedule, int months, double most, const char* of_what) {
  for (int month = 1; month <= months; ++month) {
    const double amount = amount_in(schedule, month);
    if (amount <= most) continue;
    const Quantity& quantity = schedule.list.empty() ? schedule.start : schedule.list[static_cast<std::size_t>(month - 1)];
    build.problems.add(quantity.place, fmt::format("{} comes to {:.6g}{} in month {}", shown(quantity.path), amount, of_what, month),
                       fmt::format("at most {:g}", most));
    return;
  }
}

void check_acquisition(Build& build, const Acquisition& acquisition, int months) {
  const bool by_spend = acquisition.by == Acquisition::By::spend;
  const char* whom = by_spend ? "" : acquisition.by == Acquisition::By::leads ? " leads" : " customers";
  check_size(build, acquisition.a_month, months, by_spend ? kMostMoney : kMostPeople, whom);
  const models::Channel& channel = build.scenario.channels[acquisition.channel];
  const Quantity& amount = acquisition.a_month.list.empty() ? acquisition.a_month.start : acquisition.a_month.list.front();
  if (by_spend && !channel.response && channel.cost.is_certain() && channel.cost.law.value == 0)
    build.problems.add(amount.place, fmt::format("plan.spend.{} wins infinitely many", shown(channel.name)),
                       label_of("channel", channel.name) + " costs nothing", "say how many in [plan.leads] or [plan.customers]");
}

bool wins_nobody(const Acquisition& acquisition, int months) {
  for (int month = 1; month <= months; ++month)
    if (amount_in(acquisition.a_month, month) > 0) return false;
  return true;
}

}  // namespace

void read_plan(Build& build) {
  const Node* table = build.document.find("plan");
  if (!table || !check_keys(build, *table, plan_keys(), kLabel)) return;
  Plan& plan = build.scenario.plan.emplace();
  read_notes(build, *table, kLabel, plan.note, plan.source);
  plan.months = months_of(build, *table, plan_key("months"), "plan.months").value_or(0);
  read_acquisitions(build, *table, plan);
  read_fixed_costs(build, *table, plan);
  read_money(build, *table, plan);
}

void check_plan(Build& build) {
  if (!build.scenario.plan) return;
  const Plan& plan = *build.scenario.plan;
  for (const Acquisition& acquisition : plan.acquisitions) check_acquisition(build, acquisition, plan.months);
  for (const FixedCost& cost : plan.fixed_costs) check_size(build, cost.a_month, plan.months, kMostMoney, "");
  if (std::all_of(plan.acquisitions.begin(), plan.acquisitions.end(), [&](const Acquisition& a) { return wins_nobody(a, plan.months); }))
    build.problems.add(build.document.find("plan")->place, "the plan wins nobody", "all that is spent, or bought, is 0");
}

}  // namespace valuescale::scenarios
