#include "models/lifetime/replay.hpp"

#include "models/description/problem.hpp"
#include "models/lifetime/chronicle.hpp"
#include "models/lifetime/lives.hpp"
#include "models/lifetime/plan_lives.hpp"
#include "models/lifetime/simulate.hpp"

#include <algorithm>
#include <vector>

namespace valuescale::models {

namespace {

/// As many as a run may have.
constexpr std::uint64_t kMostCustomers = 1'000'000'000'000;

std::string listed(const std::vector<Channel>& channels) {
  std::string names;
  for (const Channel& channel : channels) names += (names.empty() ? "" : ", ") + channel.name;
  return names;
}

std::size_t find_channel(const Scenario& scenario, const std::string& name, std::vector<Problem>& problems) {
  const auto& channels = scenario.channels;
  if (name.empty()) {
    if (channels.size() > 1)
      problems.push_back({{"--channel", 0, 0},
                          "which channel's customer?",
                          "customers are numbered within their channel, and there are several: " + listed(channels),
                          "try --channel " + channels.front().name});
    return 0;
  }
  const auto found = std::find_if(channels.begin(), channels.end(), [&](const Channel& channel) { return channel.name == name; });
  if (found == channels.end())
    problems.push_back({{"--channel", 0, 0},
                        "there is no channel '" + name + "'",
                        channels.size() == 1 ? "the only one is " + listed(channels) : "there are " + listed(channels),
                        channels.size() == 1 ? "leave it out" : "name one of them"});
  return static_cast<std::size_t>(found - channels.begin());
}

void check_below(std::uint64_t number, std::uint64_t limit, const char* option, const char* reason, std::vector<Problem>& problems) {
  if (number >= limit)
    problems.push_back(
        {{option, 0, 0}, std::to_string(number) + " is out of range", reason, "give a number from 0 to " + std::to_string(limit - 1)});
}

void check_month(const Scenario& scenario, const std::optional<std::uint64_t>& month, std::vector<Problem>& problems) {
  const auto complain = [&](std::string problem, std::string reason, std::string hint) {
    problems.push_back({{"--month", 0, 0}, std::move(problem), std::move(reason), std::move(hint)});
  };
  if (!scenario.plan) {
    if (month) complain("there is no plan", "months are those in which a plan wins customers", "leave it out");
    return;
  }
  const std::string months = std::to_string(scenario.plan->months);
  if (!month)
    complain("which month's customer?", "a plan numbers customers by the month in which it wins them", "try --month 1, of " + months);
  else if (*month < 1 || *month > static_cast<std::uint64_t>(scenario.plan->months))
    complain(std::to_string(*month) + " is out of range", "the plan has " + months + " months, counted from 1", "give one of them");
}

/// When the balance covers the cost, by flows in their order.
class PaybackOf {
 public:
  explicit PaybackOf(const AccountBook& book) : cash_(book.lifetime + 1, 1, view_count) {
    cash_.open(0, book.cac[lead_view], book.cac[customer_view]);
  }
  void add(const BookEntry& entry) { cash_.add(0, static_cast<int>(entry.step), entry.flow->amount); }
  std::array<BookPayback, view_count> close() {
    RunningCash::Account& account = cash_.account(0);
    account.settle(view_count);
    std::array<BookPayback, view_count> payback;
    for (std::size_t view = 0; view < view_count; ++view) {
      const auto step = [](std::int32_t known) { return known < 0 ? std::nullopt : std::optional<std::uint32_t>(known); };
      payback[view] = {step(account.first[view]), step(account.lasting[view])};
    }
    return payback;
  }

 private:
  RunningCash cash_;
};

/// Balances and totals, from the flows in their order.
void add_up(AccountBook& book) {
  std::int64_t balance = -book.cac[customer_view];
  PaybackOf all(book), own(book);
  for (BookEntry& entry : book.entries) {
    if (!entry.flow) continue;
    BookFlow& flow = *entry.flow;
    flow.balance = balance += flow.amount;
    all.add(entry);
    book.contribution += flow.amount;
    book.ltv += flow.discounted;
    if (book.without_referrals && flow.stage != Stage::referral) {
      own.add(entry);
      book.without_referrals->contribution += flow.amount;
      book.without_referrals->ltv += flow.discounted;
    }
    book.by_stage[static_cast<std::size_t>(flow.stage)] += flow.amount;
  }
  book.payback = all.close();
  if (book.without_referrals) book.without_referrals->payback = own.close();
}

}  // namespace

/// Whom a plan wins in one of its worlds, once it has been lived.
struct PlannedWorld {
  std::size_t world = 0;
  std::vector<std::vector<PlanLives::Order>> orders;
};

struct Replays::Engine {
  Engine(const Scenario& described, std::uint64_t its_seed, std::size_t worlds, Sampling sampling)
      : scenario(described),
        seed(its_seed),
        program(compile(described, its_seed, worlds, 0, sampling)),
        chronicle(scenario, program),
        lives(program, *choose_kernels(""), Bookkeeping::event_ordered, 1, true),
        curves(program.dims.cells() * (program.dims.lifetime + 1)),
        own_curves(curves.size()) {
    lives.set_chronicle(&chronicle);
  }
  const Scenario& scenario;
  std::uint64_t seed;
  Program program;
  Chronicle chronicle;
  Lives lives;
  std::vector<std::int64_t> curves, own_curves;
  std::unique_ptr<Worker> worker;  ///< of plans
  PlannedWorld planned;

  Range customer(std::size_t world, std::size_t channel, std::uint64_t number) const;
  Range planned_customer(std::size_t world, std::size_t channel, std::uint64_t number, std::size_t month);
  /// Whom the plan wins through each of its channels in a month, from 1. Lives the world, unless it was the last that was asked about.
  const std::vector<PlanLives::Order>& orders(std::size_t world, std::size_t month);
  /// Where the plan has the channel; beyond its end where it wins nobody there.
  std::size_t winning_of(std::size_t channel) const {
    const auto& all = program.plan->winnings;
    return static_cast<std::size_t>(
        std::find_if(all.begin(), all.end(), [channel](const WinningCode& one) { return one.channel == channel; }) - all.begin());
  }
};

Range Replays::Engine::customer(std::size_t world, std::size_t channel, std::uint64_t number) const {
  const std::size_t place = world * program.dims.channels + channel;
  if (!(program.channel_facts[place].conversion > 0))
    throw InputError({{{},
                       "channel " + scenario.channels[channel].name + " has no customers in world " + std::to_string(world),
                       "none of its leads buys there",
                       "choose another world or channel"}});
  return {world, channel, world, number, 1, program.lead_costs[place]};
}

Range Replays::Engine::planned_customer(std::size_t world, std::size_t channel, std::uint64_t number, std::size_t month) {
  const std::size_t w = winning_of(channel);
  const auto& all = orders(world, month);
  const std::int64_t won = w < all.size() ? all[w].customers : 0;
  if (number >= static_cast<std::uint64_t>(won))
    throw InputError({{{},
                       "the plan wins no customer " + std::to_string(number) + " of channel " + scenario.channels[channel].name +
                           " in month " + std::to_string(month) + " of world " + std::to_string(world),
                       won == 0 ? "it wins nobody there and then" : "it wins " + std::to_string(won) + ", numbered from 0",
                       won == 0 ? "choose another month, channel or world" : "give a number below that"}});
  const std::vector<std::uint32_t>& thresholds = program.plan->world(kOwnSchedule, world).winnings[w].thresholds;
  return {world, channel,     world,        program.plan->winnings[w].first_in(month - 1) + number,
          1,     all[w].cost, all[w].birth, thresholds.data() + (month - 1) * (program.dims.segments - 1)};
}

const std::vector<PlanLives::Order>& Replays::Engine::orders(std::size_t world, std::size_t month) {
  if (planned.orders.empty() || planned.world != world) {
    if (!worker) worker = std::make_unique<Worker>(program, *choose_kernels(""), Bookkeeping::event_ordered, 1024, true, Distributions{});
    planned = {world, PlanLives(program, *worker, 1, [](std::int64_t) {}).orders({world, world, world, kOwnSchedule})};
    if (worker->lives.too_large() > 0) refuse_large_flows(worker->lives.too_large(), program.units_per_currency);
  }
  return planned.orders[month - 1];
}

Replays::Replays(const Scenario& scenario, std::uint64_t seed, std::size_t worlds, Sampling sampling)
    : engine_(std::make_unique<Engine>(scenario, seed, worlds, sampling)) {}

Replays::~Replays() = default;

std::int64_t Replays::customers(std::size_t world, std::size_t channel, std::size_t month) {
  const std::size_t w = engine_->winning_of(channel);
  const auto& orders = engine_->orders(world, month);
  return w < orders.size() ? orders[w].customers : 0;
}

AccountBook Replays::book_of(std::size_t world, std::size_t channel, std::uint64_t customer, std::size_t month) {
  const Program& program = engine_->program;
  const Scenario& scenario = engine_->scenario;
  const Dimensions& dims = program.dims;
  const Range who = program.plan ? engine_->planned_customer(world, channel, customer, month) : engine_->customer(world, channel, customer);
  Lives& lives = engine_->lives;
  lives.set_curves(engine_->curves.data(), engine_->own_curves.data(), world * dims.cells());
  engine_->chronicle.open();
  lives.open();
  lives.intake(who);
  const Outcomes& outcomes = lives.live(true);
  if (lives.too_large() > 0) refuse_large_flows(lives.too_large(), program.units_per_currency);

  AccountBook book = engine_->chronicle.take();
  book.title = scenario.title;
  book.currency = scenario.currency;
  book.step_unit = name_of(scenario.step);
  book.has_segments = scenario.has_segments;
  book.seed = engine_->seed;
  book.world = world;
  book.stratified_worlds = dims.sampling == Sampling::stratified ? dims.worlds : 0;
  book.customer = customer;
  book.channel = scenario.channels[channel].name;
  book.units_per_currency = program.units_per_currency;
  book.lifetime = dims.lifetime;
  book.people.front().segment = scenario.segments[outcomes.runs.front().row % dims.segments].name;
  if (program.plan) {
    BookPlan& plan = book.plan.emplace();
    plan.won = static_cast<std::uint32_t>(month);
    for (std::size_t step = 0; step <= dims.lifetime; ++step)
      plan.months.push_back(static_cast<std::uint32_t>(month_of_step(who.birth, step, program.month) + 1));
  }
  for (std::size_t view = 0; view < view_count; ++view) book.cac[view] = outcomes.cac[view][0];
  if (const Outcomes* own = lives.own_outcomes()) book.without_referrals.emplace().is_active = own->active[0] != 0;
  add_up(book);
  return book;
}

AccountBook replay(const Scenario& scenario, const ReplayOptions& options) {
  std::vector<Problem> problems;
  const std::size_t channel = find_channel(scenario, options.channel, problems);
  check_below(options.world, most_worlds(scenario), "--world", "worlds are numbered from 0", problems);
  check_below(options.customer, kMostCustomers, "--customer", "customers are numbered from 0 within their channel and world", problems);
  check_month(scenario, options.month, problems);
  const bool stratified = options.sampling == Sampling::stratified;
  if (stratified && !options.worlds)
    problems.push_back(
        {{"--sampling", 0, 0}, "of how many worlds is not said", "what a stratified world draws depends on it", "add --worlds of the run"});
  if (stratified && options.worlds) {
    if (*options.worlds > most_worlds(scenario) || *options.worlds < kFewestStratifiedWorlds)
      problems.push_back({{"--worlds", 0, 0},
                          "no run has " + std::to_string(*options.worlds) + " stratified worlds",
                          std::to_string(kFewestStratifiedWorlds) + " to " + std::to_string(most_worlds(scenario)),
                          {}});
    else
      check_below(options.world, *options.worlds, "--world", "the run has so many worlds, numbered from 0", problems);
  }
  if (!problems.empty()) throw InputError(std::move(problems));
  // What an independent world draws does not depend on how many follow it.
  const std::size_t worlds = static_cast<std::size_t>(stratified ? *options.worlds : options.world + 1);
  return Replays(scenario, options.seed, worlds, options.sampling)
      .book_of(static_cast<std::size_t>(options.world), channel, options.customer, static_cast<std::size_t>(options.month.value_or(1)));
}

}  // namespace valuescale::models
