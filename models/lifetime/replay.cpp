#include "models/lifetime/replay.hpp"

#include "models/description/problem.hpp"
#include "models/lifetime/chronicle.hpp"
#include "models/lifetime/lives.hpp"
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
};

Replays::Replays(const Scenario& scenario, std::uint64_t seed, std::size_t worlds, Sampling sampling) {
  // What such a customer cost, and met, depends on the month in which the plan won them.
  if (scenario.plan)
    throw InputError(
        {{{}, "customers of a plan cannot be replayed", "when one is won, and at what cost, depends on all before", "take the plan away"}});
  engine_ = std::make_unique<Engine>(scenario, seed, worlds, sampling);
}

Replays::~Replays() = default;

AccountBook Replays::book_of(std::size_t world, std::size_t channel, std::uint64_t customer) {
  const Program& program = engine_->program;
  const Scenario& scenario = engine_->scenario;
  const Dimensions& dims = program.dims;
  if (!(program.channel_facts[world * dims.channels + channel].conversion > 0))
    throw InputError({{{},
                       "channel " + scenario.channels[channel].name + " has no customers in world " + std::to_string(world),
                       "none of its leads buys there",
                       "choose another world or channel"}});
  Lives& lives = engine_->lives;
  lives.set_curves(engine_->curves.data(), engine_->own_curves.data(), world * dims.cells());
  engine_->chronicle.open();
  lives.open();
  lives.intake({world, channel, world, customer, 1, program.lead_costs[world * dims.channels + channel]});
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
      .book_of(static_cast<std::size_t>(options.world), channel, options.customer);
}

}  // namespace valuescale::models
