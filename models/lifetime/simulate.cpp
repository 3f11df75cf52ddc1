#include "models/lifetime/simulate.hpp"

#include "models/description/problem.hpp"
#include "models/lifetime/allocation.hpp"
#include "models/lifetime/assumptions.hpp"
#include "models/lifetime/plan_lives.hpp"
#include "models/lifetime/ruin_worlds.hpp"
#include "models/lifetime/tilt.hpp"
#include "models/lifetime/worker.hpp"
#include "sim/batch/processor.hpp"
#include "sim/run/tasks.hpp"

#include <algorithm>
#include <limits>
#include <memory>
#include <optional>
#include <string_view>
#include <utility>

namespace valuescale::models {

namespace {

constexpr std::size_t kCacheForLedger = 640 << 10;       // bytes: leaves room in a megabyte of L2
constexpr std::size_t kLongestLedger = 128;              // steps; for longer lives a journal is cheaper
constexpr std::size_t kMostBytesForWorlds = 160u << 20;  // tallies kept by world
constexpr std::size_t kMostCohorts = 1u << 20;

[[noreturn]] void refuse(std::string problem, std::string reason, std::string hint) {
  throw InputError({{{}, std::move(problem), std::move(reason), std::move(hint)}});
}

std::string counted(std::size_t number, const std::string& noun) { return std::to_string(number) + " " + noun + (number == 1 ? "" : "s"); }

bool is_uncertain(const Scenario& scenario) { return Assumptions(scenario, 0, 0).count() > 0; }

std::size_t world_count(const Scenario& scenario, const RunOptions& options) {
  if (options.worlds) return static_cast<std::size_t>(*options.worlds);
  // A plan has luck that differs from world to world, even where all else is certain.
  if (scenario.plan) return kUsualWorlds;
  if (!is_uncertain(scenario)) return 1;
  // Few customers are better spent on fewer worlds with some customers each.
  return static_cast<std::size_t>(std::clamp<std::int64_t>(options.customers.value_or(kUsualCustomers) / 20, 2, kUsualWorlds));
}

std::size_t bytes_by_world(const Scenario& scenario, std::size_t worlds) {
  const std::size_t channels = scenario.channels.size(), segments = scenario.segments.size(),
                    steps = static_cast<std::size_t>(scenario.lifetime) + 1;
  const std::size_t a_world =
      channels * segments * sizeof(Sums) + (channels + segments) * steps * sizeof(sim::Int128) + 4 * steps * sizeof(std::int64_t);
  const std::size_t months = scenario.plan ? static_cast<std::size_t>(scenario.plan->months) : 0;
  // Cash, revenue and active customers by month; and likewise had it never been short of cash.
  const std::size_t a_plan =
      scenario.plan ? 2 * (months * (3 * sizeof(std::int64_t) + sizeof(PlanCohort)) + channels * sizeof(PlanChannel)) : 0;
  if (scenario.referrals.empty()) return worlds * (a_world + a_plan);
  return worlds * (a_plan + 2 * a_world + channels * segments * kDescents * segments * sizeof(std::int64_t));  // with and without
}

Bookkeeping choose_bookkeeping(const Program& program, const RunOptions& options) {
  if (program.in_order) return Bookkeeping::event_ordered;
  if (options.cash == RunOptions::Cash::ledger) return Bookkeeping::ledger;
  if (options.cash == RunOptions::Cash::journal) return Bookkeeping::journal;
  if (options.cash == RunOptions::Cash::event_ordered) return Bookkeeping::event_ordered;
  if (is_single_process(program)) return Bookkeeping::single_process;
  return program.dims.lifetime > kLongestLedger ? Bookkeeping::journal : Bookkeeping::ledger;
}

int choose_batch(const Program& program, const RunOptions& options, Bookkeeping bookkeeping) {
  if (options.batch > 0) return static_cast<int>(std::min<std::size_t>(options.batch, kMostAtOnce));
  if (bookkeeping == Bookkeeping::event_ordered) return 1024;
  if (bookkeeping != Bookkeeping::ledger) return 4096;
  const std::size_t a_customer = (program.dims.lifetime + 1) * sizeof(std::int32_t);
  return static_cast<int>(std::clamp<std::size_t>(kCacheForLedger / a_customer, 64, 4096));
}

const Kernels& kernels_for(const RunOptions& options) {
  const Kernels* kernels = choose_kernels(options.instruction_set.c_str());
  if (!kernels)
    refuse("instruction set '" + options.instruction_set + "' cannot run here", "this processor lacks it or the program was built without",
           "leave it to be chosen");
  return *kernels;
}

void check_ruin_worlds(const Scenario& scenario, const RunOptions& options, std::size_t worlds) {
  if (!scenario.plan || !scenario.plan->cash)
    refuse("nothing is ruined here", scenario.plan ? "the plan has no cash that it could run out of" : "the scenario has no plan",
           scenario.plan ? "give plan.cash, or leave out --rare" : "leave out --rare");
  if (scores_of(scenario, 0, 0, Sampling::independent).empty())
    refuse("ruin can't be made likelier", "nothing in the scenario is uncertain, and no shock may strike once: worlds differ in luck alone",
           "leave out --rare and simulate more worlds (--worlds)");
  if (static_cast<std::int64_t>(worlds) < kFewestRuinWorlds || options.ruin_worlds < kFewestRuinWorlds)
    refuse("too few worlds for --rare", "the run's worlds show where ruin is, and as many more are drawn there",
           "give " + std::to_string(kFewestRuinWorlds) + " at least of either");
  if (options.ruin_worlds > static_cast<std::int64_t>(most_worlds(scenario)))
    refuse(std::to_string(options.ruin_worlds) + " worlds are too many for --rare", "they take as much memory as a run of so many",
           "use at most " + std::to_string(most_worlds(scenario)));
}

void check_options(const Scenario& scenario, const RunOptions& options, std::size_t worlds) {
  const std::int64_t customers = options.customers.value_or(scenario.plan ? std::numeric_limits<std::int64_t>::max() : kUsualCustomers);
  if (customers < 1) refuse("no customers to simulate", "--customers counts simulated buyers", "give at least 1");
  if (scenario.plan && options.cohort > 0)
    refuse("--cohort and a plan", "the plan itself says how many real customers there are",
           "leave --cohort out: whom each month of the plan wins is reported anyway");
  if (static_cast<std::int64_t>(worlds) > customers)
    refuse("more worlds (" + std::to_string(worlds) + ") than customers (" + std::to_string(customers) + ")",
           "--customers is the total over all worlds, and each needs some", "raise --customers or lower --worlds");
  if (options.sampling == Sampling::stratified) {
    if (!is_uncertain(scenario))
      refuse("nothing to stratify", "nothing in the scenario is uncertain: worlds differ in luck alone", "leave out --sampling");
    if (worlds < kFewestStratifiedWorlds)
      refuse(std::to_string(worlds) + " worlds are too few to stratify",
             "they are drawn in " + std::to_string(kHypercubes) + " hypercubes of two worlds or more, which tell the error",
             "give at least --worlds " + std::to_string(kFewestStratifiedWorlds));
  }
  if (options.ruin_worlds > 0) check_ruin_worlds(scenario, options, worlds);
  if (worlds > most_worlds(scenario))
    refuse(std::to_string(worlds) + " worlds need " + std::to_string(bytes_by_world(scenario, worlds) >> 20) + " MiB",
           "results are kept for each world, channel, segment and step",
           "use at most " + std::to_string(most_worlds(scenario)) + " worlds, or a coarser step");
}

Tallies empty_tallies(Program& program, const Allocation& allocation, const RunOptions& options) {
  const Dimensions& dims = program.dims;
  const std::size_t steps = dims.lifetime + 1;
  Tallies tallies;
  tallies.dims = dims;
  tallies.units_per_currency = program.units_per_currency;
  tallies.lead_costs_are_draws =
      std::any_of(program.channels.begin(), program.channels.end(), [](const ChannelCode& c) { return c.cost_is_drawn; });
  tallies.any_outflow_after_start = program.any_outflow_after_start;
  tallies.has_stage = program.has_stage;
  tallies.distributions = options.distributions;
  tallies.world_cells.resize(dims.worlds * dims.cells());
  tallies.replicate_cells.resize(dims.replicates * dims.cells());
  for (CellTally& cell : tallies.replicate_cells)
    for (PaybackCounts& payback : cell.payback) {
      payback.first.resize(steps);
      payback.lasting.resize(steps);
    }
  tallies.histograms.resize(dims.cells());
  tallies.cash.resize(dims.worlds * dims.margins() * steps);
  for (std::size_t view = 0; view < view_count; ++view) {
    tallies.world_first[view].resize(dims.worlds * steps);
    tallies.world_lasting[view].resize(dims.worlds * steps);
  }
  if (program.has_referrals) {
    tallies.world_children.resize(dims.worlds * dims.cells() * dims.child_kinds());
    tallies.replicate_children.resize(dims.replicates * dims.cells() * dims.child_kinds());
  }
  tallies.ways = program.ways;
  tallies.traffic.assign(dims.replicates, program.no_traffic());
  tallies.channel_facts = program.channel_facts;
  tallies.spend_curves = program.spend_curves;
  tallies.cell_facts = program.cell_facts;
  tallies.world_weight = program.world_weight;
  tallies.wasted = program.wasted;
  tallies.capped_worlds = program.capped_worlds;
  tallies.capped_what = program.capped_what;
  tallies.assumptions = program.assumptions;
  tallies.program_hash = program.hash;
  tallies.cohort_size = options.cohort;
  if (options.cohort > 0) {
    tallies.cohort_profit.resize(dims.worlds);
    for (std::size_t world = 0; world < dims.worlds; ++world)
      tallies.cohort_profit[world].resize(std::min<std::size_t>(
          static_cast<std::size_t>(allocation.of_world(world, dims.channels) / options.cohort), kMostCohorts / dims.worlds + 1));
  }
  return tallies;
}

/// Lives customers in their portions, of however many worlds.
void live_customers(const Allocation& allocation, const RunOptions& options, Crew& crew, Totals& totals) {
  std::atomic<std::int64_t> done{0};
  sim::run_tasks(allocation.tasks.size(), options.threads, options.stop, [&](std::size_t task, std::size_t thread) {
    Worker& worker = crew.at(thread);
    Lives& lives = worker.lives;
    const auto& slices = allocation.tasks[task];
    const Slice &first = allocation.slices[slices.front()], &last = allocation.slices[slices.back()];
    lives.set_stop(options.stop);
    worker.open({first.world, last.world, first.replicate}, totals);
    const auto live = [&](bool to_the_end) {
      const Outcomes& outcomes = lives.live(to_the_end);
      if (lives.stopped()) return;
      const std::int64_t customers = worker.count(outcomes, totals, allocation);
      const std::int64_t now = done.fetch_add(customers, std::memory_order_relaxed) + customers;
      if (options.progress) options.progress(now, allocation.total);
      lives.open();
    };
    for (const std::size_t s : slices)
      for (Range range : allocation.slices[s].ranges)
        while (range.count > 0 && !lives.stopped()) {
          Range now = range;
          now.count = std::min(range.count, lives.places());
          lives.intake(now);
          range.first += static_cast<std::uint64_t>(now.count);
          range.count -= now.count;
          if (lives.places() == 0) live(false);
        }
    live(true);
    if (lives.stopped()) worker.abandon();
  });
}

Crew crew_of(const Program& program, const RunOptions& options, bool many_origins) {
  const Kernels& kernels = kernels_for(options);
  const Bookkeeping bookkeeping = choose_bookkeeping(program, options);
  const int batch = choose_batch(program, options, bookkeeping);
  return {sim::thread_count(options.threads), [&program, &kernels, &options, bookkeeping, batch, many_origins] {
            return std::make_unique<Worker>(program, kernels, bookkeeping, batch, many_origins, options.distributions);
          }};
}

}  // namespace

std::size_t most_worlds(const Scenario& scenario) { return kMostBytesForWorlds / bytes_by_world(scenario, 1); }

const Kernels* choose_kernels(const char* name) {
  constexpr std::pair<std::string_view, const Kernels& (*)()> best_first[] = {
      {"v4", compiled_for::v4::kernels}, {"v3", compiled_for::v3::kernels}, {"baseline", compiled_for::baseline::kernels}};
  for (const auto& [instruction_set, kernels] : best_first)
    if ((!*name || instruction_set == name) && sim::processor_runs(instruction_set)) return &kernels();
  return nullptr;
}

Tallies simulate(const Scenario& scenario, const RunOptions& options) {
  const std::size_t worlds = world_count(scenario, options);
  check_options(scenario, options, worlds);
  kernels_for(options);  // refuses what can't run here
  Program program = compile(scenario, options.seed, worlds, options.threads, options.sampling, {}, options.design);
  Allocation allocation;
  if (program.plan)
    program.dims.replicates = replicates_of_worlds(program.dims);
  else
    allocation = allocate(program, options.customers.value_or(kUsualCustomers), options.design);
  Totals totals;
  totals.all = empty_tallies(program, allocation, options);
  for (const Offer& offer : scenario.offers) totals.all.offers.push_back("offer." + offer.name);
  for (const Repeat& repeat : scenario.repeats) totals.all.repeats.push_back("repeat." + repeat.name);
  if (program.has_referrals) {
    totals.without_referrals = totals.all;
    totals.without_referrals.world_children.clear();
    totals.without_referrals.replicate_children.clear();
    totals.without_referrals.traffic.clear();
  }
  const bool many_origins = worlds > 1 || program.plan || !options.design.luck.empty() ||
                            *std::max_element(allocation.buyers.begin(), allocation.buyers.end()) > 0xffffffff;
  Crew crew = crew_of(program, options, many_origins);
  if (program.plan) {
    PlanTallies plan = live_plans(program, options, crew, totals);
    const bool is_stopped = options.stop && options.stop->load();
    if (options.ruin_worlds > 0 && !is_stopped)
      plan.ruin_worlds =
          live_ruin_worlds(scenario, options, program, plan, [&](const Program& tilted) { return crew_of(tilted, options, true); });
    totals.all.plan = std::make_shared<const PlanTallies>(std::move(plan));
  } else {
    live_customers(allocation, options, crew, totals);
  }
  const std::int64_t too_large = crew.finish(totals);
  if (too_large > 0) refuse_large_flows(too_large, program.units_per_currency);

  Tallies& tallies = totals.all;
  tallies.interrupted = totals.without_referrals.interrupted = options.stop && options.stop->load();
  complete(program, tallies);
  if (program.plan) adopt_plan(program, tallies);
  if (program.has_referrals) {
    complete(program, totals.without_referrals);
    if (program.plan) totals.without_referrals.plan = tallies.plan, adopt_plan(program, totals.without_referrals);
    tallies.without_referrals = std::make_shared<const Tallies>(std::move(totals.without_referrals));
  }
  return std::move(tallies);
}

Setup setup(const Scenario& scenario, const RunOptions& options) {
  Setup result;
  const std::size_t worlds = world_count(scenario, options);
  check_options(scenario, options, worlds);
  // Structure, not every world's tables; but how many customers a plan has, all worlds say.
  const Program program = compile(scenario, options.seed, scenario.plan ? worlds : std::min<std::size_t>(worlds, 2), options.threads);
  const Assumptions assumptions(scenario, 0, 0);
  result.uncertain_assumptions = static_cast<std::int64_t>(assumptions.drawn());
  if (program.plan) {
    result.planned_customers = program.plan->customers();
    result.planned_lives = result.planned_customers * share_lived(*program.plan, options);
  }
  const Bookkeeping bookkeeping = choose_bookkeeping(program, options);
  const int batch = choose_batch(program, options, bookkeeping);
  const std::string customers = std::to_string(batch) + " customers at once";
  result.bytes_per_thread = static_cast<std::size_t>(batch) * 250;
  if (bookkeeping == Bookkeeping::ledger) result.bytes_per_thread += Ledger::bytes(program.dims.lifetime + 1, batch);
  if (bookkeeping == Bookkeeping::journal || bookkeeping == Bookkeeping::event_ordered)
    result.bytes_per_thread += Journal::bytes(kFlowsAtOnce);
  const std::size_t followers = assumptions.count() - assumptions.drawn();
  result.facts.push_back(counted(assumptions.drawn(), "uncertain assumption") +
                         (followers == 0   ? ""
                          : followers == 1 ? ", and 1 that follows"
                                           : ", and " + std::to_string(followers) + " that follow") +
                         ", hence " + counted(worlds, "world"));
  const auto cash = [&]() -> std::string {
    switch (bookkeeping) {
      case Bookkeeping::ledger: return "cash is kept in a ledger of " + std::to_string(program.dims.lifetime + 1) + " steps";
      case Bookkeeping::journal: return "cash is noted as it comes and put in the order of time";
      case Bookkeeping::single_process: return "a single process: a running balance";
      case Bookkeeping::event_ordered: return "events are lived in the order of time";
    }
    return {};
  };
  result.facts.push_back(cash() + ", " + customers);
  result.facts.push_back(std::to_string(result.bytes_per_thread >> 10) + " KiB a thread");
  result.facts.push_back("instructions: " + std::string(kernels_for(options).name));
  return result;
}

}  // namespace valuescale::models
