#include "tests/support/reference_simulator.hpp"

#include "tests/support/reference_life.hpp"

#include <boost/random/bernoulli_distribution.hpp>
#include <boost/random/discrete_distribution.hpp>

#include <algorithm>
#include <optional>

namespace valuescale::tests::reference {

namespace {

constexpr std::size_t kMostClusters = 500;

/// Somebody whose account is closed: what they cost, and their life if they bought.
struct Account {
  std::size_t channel = 0, segment = 0;
  std::int64_t cac = 0;
  std::optional<Lives> lives;
};

constexpr Life Lives::*kWith = &Lives::with;
constexpr Life Lives::*kWithout = &Lives::without;

/// What is counted of everybody; curves follow, each a stretch of the table.
enum Statistic : std::size_t {
  profit,
  profit_squared,
  npv,
  cac,
  ltv,
  loss,
  acquisition,
  first_stage,
  last_stage = first_stage + kStages - 1,
  first_sale,
  front_end,
  back_end,
  active,
  first_never,
  first_open,
  lasting_never,
  lasting_open,
  single_statistics
};

class ViewTally {
 public:
  ViewTally(const Business& business, std::size_t clusters, Life Lives::*which, std::vector<double> points)
      : business_(business),
        which_(which),
        steps_(business.lifetime + 1),
        points_(std::move(points)),
        all_(clusters, single_statistics + 3 * steps_ + points_.size()),
        channels_(business.channels.size(), ClusteredMeans(clusters, 3)),
        segments_(business.segments.size(), ClusteredMeans(clusters, 3)) {}

  void count(std::size_t cluster, double weight, const Account& account) {
    const bool bought = account.lives.has_value();
    static const Life none;
    const Life& life = bought ? (*account.lives).*which_ : none;
    const std::int64_t earned = life.contribution - account.cac;
    all_.person(cluster, weight);
    const auto units = [&](std::size_t statistic, std::int64_t amount) {
      all_.add(cluster, statistic, weight * static_cast<double>(amount) / kUnits);
    };
    const auto mark = [&](std::size_t statistic, bool yes) {
      if (yes) all_.add(cluster, statistic, weight);
    };
    units(profit, earned);
    all_.add(cluster, profit_squared, weight * (static_cast<double>(earned) / kUnits) * (static_cast<double>(earned) / kUnits));
    units(npv, life.discounted - account.cac);
    units(cac, account.cac);
    units(ltv, life.discounted);
    mark(loss, earned < 0);
    units(acquisition, -account.cac);
    const std::int64_t first = life.by_stage[static_cast<std::size_t>(Stage::offer)];
    for (std::size_t stage = 0; stage < kStages; ++stage) units(first_stage + stage, life.by_stage[stage]);
    units(first_sale, first - account.cac);
    units(front_end, first + life.at_first_sale - account.cac);
    units(back_end, life.contribution - first - life.at_first_sale);
    mark(active, life.active);
    for (std::size_t i = 0; i < points_.size(); ++i) {
      mark(single_statistics + 3 * steps_ + i, static_cast<double>(earned) / kUnits <= points_[i]);
    }

    // The balance at the end of each step says when the money is back, for the first time and for good. Who never buys is never paid back.
    std::size_t paid = steps_, lasting = steps_;
    if (bought) {
      std::int64_t balance = -account.cac;
      for (std::size_t k = 0; k < steps_; ++k) {
        balance += life.cash[k];
        if (balance >= 0 && paid == steps_) paid = k;
        if (balance < 0) lasting = steps_;
        if (balance >= 0 && lasting == steps_) lasting = k;
        if (life.cash[k] != 0) units(cash_at(k), life.cash[k]);
      }
    }
    units(cash_at(0), -account.cac);
    if (paid < steps_) all_.add(cluster, single_statistics + paid, weight);
    if (lasting < steps_) all_.add(cluster, single_statistics + steps_ + lasting, weight);
    mark(first_never, paid == steps_ && !life.active);
    mark(first_open, paid == steps_ && life.active);
    mark(lasting_never, lasting == steps_ && !life.active);
    mark(lasting_open, lasting == steps_ && life.active);

    for (ClusteredMeans* part : {&channels_[account.channel], &segments_[account.segment]}) {
      part->person(cluster, weight);
      part->add(cluster, 0, weight * static_cast<double>(earned) / kUnits);
      part->add(cluster, 1, weight * static_cast<double>(account.cac) / kUnits);
      part->add(cluster, 2, paid < steps_ ? weight : 0);
    }
  }

  View finish() {
    for (std::size_t curve = 0; curve < 3; ++curve)
      all_.cumulate(single_statistics + curve * steps_, single_statistics + (curve + 1) * steps_);
    View view;
    view.people = all_.people();
    view.profit = all_.mean(profit);
    view.profit_sd = all_.sd(profit, profit_squared);
    view.npv = all_.mean(npv);
    view.cac = all_.mean(cac);
    view.ltv = all_.mean(ltv);
    view.p_loss = all_.mean(loss);
    view.by_stage = {{"acquisition", all_.mean(acquisition)}};
    for (std::size_t stage = 0; stage < kStages; ++stage) view.by_stage[kStageNames[stage]] = all_.mean(first_stage + stage);
    view.first_sale = all_.mean(first_sale);
    view.front_end = all_.mean(front_end);
    view.back_end = all_.mean(back_end);
    view.active = all_.mean(active);
    view.first = curve(0, first_never, first_open);
    view.lasting = curve(steps_, lasting_never, lasting_open);
    for (std::size_t k = 0; k < steps_; ++k) view.cumulative_cash.push_back(all_.mean(cash_at(k)));
    for (std::size_t i = 0; i < points_.size(); ++i) view.profit_below.push_back(all_.mean(single_statistics + 3 * steps_ + i));
    const auto part = [](const ClusteredMeans& means) { return Part{means.mean(0), means.mean(1), means.mean(2)}; };
    for (std::size_t c = 0; c < channels_.size(); ++c) view.channels[business_.channels[c].name] = part(channels_[c]);
    for (std::size_t s = 0; s < segments_.size(); ++s) view.segments[business_.segments[s].name] = part(segments_[s]);
    return view;
  }

 private:
  std::size_t cash_at(std::size_t step) const { return single_statistics + 2 * steps_ + step; }

  PaybackCurve curve(std::size_t offset, Statistic never, Statistic open) const {
    PaybackCurve result;
    for (std::size_t k = 0; k < steps_; ++k) result.by_step.push_back(all_.mean(single_statistics + offset + k));
    result.ever = result.by_step.back();
    result.never = all_.mean(never);
    result.open = all_.mean(open);
    return result;
  }

  const Business& business_;
  Life Lives::*which_;
  std::size_t steps_;
  std::vector<double> points_;
  ClusteredMeans all_;
  std::vector<ClusteredMeans> channels_, segments_;
};

/// Whom customers brought.
class ChildrenTally {
 public:
  ChildrenTally(const Business& business, std::size_t clusters)
      : business_(business),
        all_(clusters, first_segment + business.segments.size()),
        channels_(business.channels.size(), ClusteredMeans(clusters, 1)),
        segments_(business.segments.size(), ClusteredMeans(clusters, 1)) {}

  void count(std::size_t cluster, double weight, const Account& account) {
    const Lives& lives = *account.lives;
    double in_all = 0;
    all_.person(cluster, weight);
    for (std::size_t s = 0; s < lives.children.size(); ++s) {
      in_all += lives.children[s];
      all_.add(cluster, first_segment + s, weight * lives.children[s]);
    }
    all_.add(cluster, children, weight * in_all);
    all_.add(cluster, direct, weight * lives.direct_children);
    all_.add(cluster, cost, weight * static_cast<double>(account.cac) / kUnits);
    for (ClusteredMeans* part : {&channels_[account.channel], &segments_[account.segment]}) {
      part->person(cluster, weight);
      part->add(cluster, 0, weight * in_all);
    }
  }

  void finish(Referrals& referrals) const {
    referrals.children = all_.mean(children);
    referrals.direct_children = all_.mean(direct);
    // Of a ratio, by how its two parts pull at it.
    const double heads = 1 + all_.mean(children).value, blended = all_.mean(cost).value / heads;
    referrals.cac_blended = {blended, all_.combination({cost, children}, {1 / heads, -blended / heads}).se};
    for (std::size_t s = 0; s < segments_.size(); ++s) {
      referrals.by_segment[business_.segments[s].name] = all_.mean(first_segment + s);
      referrals.of_segment[business_.segments[s].name] = segments_[s].mean(0);
    }
    for (std::size_t c = 0; c < channels_.size(); ++c) referrals.of_channel[business_.channels[c].name] = channels_[c].mean(0);
  }

 private:
  enum : std::size_t { children, direct, cost, first_segment };
  const Business& business_;
  ClusteredMeans all_;
  std::vector<ClusteredMeans> channels_, segments_;
};

std::size_t pick(const std::vector<double>& shares, Random& random) {
  return boost::random::discrete_distribution<std::size_t>(shares.begin(), shares.end())(random);
}

double draw_cost(const Amount& cost, Random& random) { return draw(cost.law, random); }

class Simulation {
 public:
  Simulation(const Business& business, Random& random) : business_(business), world_(business, random), random_(random) {}

  const World& world() const { return world_; }

  /// A lead: its own cost, and a life only if it buys.
  Account live_lead() {
    Account account = somebody([&](std::size_t c) { return world_.market().share_of_leads(c); },
                               [&](std::size_t c, std::size_t s) { return world_.market().segment_among_leads(c, s); });
    const bool buys = boost::random::bernoulli_distribution<double>(world_.market().conversion(account.channel, account.segment))(random_);
    if (buys || !business_.channels[account.channel].per_customer)
      account.cac = to_units(draw_cost(world_.lead_cost(account.channel), random_) +
                             (buys ? world_.share_of_first_sale(account.channel, account.segment) : 0));
    if (buys) account.lives = lives_of(account);
    return account;
  }

  /// A customer: what the leads cost who had to be bought to get one.
  Account live_customer() {
    Account account = somebody([&](std::size_t c) { return world_.market().share_of_customers(c); },
                               [&](std::size_t c, std::size_t s) { return world_.market().segment_among_customers(c, s); });
    const Amount cost = world_.lead_cost(account.channel);
    const double own = draw_cost(cost, random_), conversion = world_.market().conversion(account.channel);
    const bool per_customer = business_.channels[account.channel].per_customer;
    account.cac = to_units((per_customer ? own : own + (1 - conversion) / conversion * mean_of(cost.law)) +
                           world_.share_of_first_sale(account.channel, account.segment));
    account.lives = lives_of(account);
    return account;
  }

 private:
  template <typename ChannelShare, typename SegmentShare>
  Account somebody(ChannelShare of_channel, SegmentShare of_segment) {
    Account account;
    std::vector<double> shares;
    for (std::size_t c = 0; c < business_.channels.size(); ++c) shares.push_back(of_channel(c));
    account.channel = pick(shares, random_);
    shares.clear();
    for (std::size_t s = 0; s < business_.segments.size(); ++s) shares.push_back(of_segment(account.channel, s));
    account.segment = pick(shares, random_);
    return account;
  }

  Lives lives_of(const Account& account) { return live(business_, world_, account.channel, account.segment, random_); }

  const Business& business_;
  World world_;
  Random& random_;
};

}  // namespace

Reference simulate(const Business& business, const Options& options) {
  Random random(options.seed);
  const std::size_t clusters = std::min(kMostClusters, options.worlds > 1 ? options.worlds : std::max(options.leads, options.customers));
  ViewTally leads(business, clusters, kWith, options.lead_points), customers(business, clusters, kWith, options.customer_points);
  ViewTally own_leads(business, clusters, kWithout, {}), own_customers(business, clusters, kWithout, {});
  ChildrenTally children(business, clusters);
  const bool has_referrals = !business.referrals.empty();
  Reference result;
  for (std::size_t w = 0; w < options.worlds; ++w) {
    Simulation simulation(business, random);
    const double weight = simulation.world().market().customers_per_lead();
    result.conversion += weight / static_cast<double>(options.worlds);
    const auto cluster = [&](std::size_t i) { return (options.worlds > 1 ? w : i) % clusters; };
    for (std::size_t i = 0; i < options.leads; ++i) {
      const Account account = simulation.live_lead();
      leads.count(cluster(i), 1, account);
      if (has_referrals) own_leads.count(cluster(i), 1, account);
    }
    for (std::size_t i = 0; weight > 0 && i < options.customers; ++i) {
      const Account account = simulation.live_customer();
      customers.count(cluster(i), weight, account);
      if (!has_referrals) continue;
      own_customers.count(cluster(i), weight, account);
      children.count(cluster(i), weight, account);
    }
  }
  result.lead = leads.finish();
  result.customer = customers.finish();
  if (!has_referrals) return result;
  result.referrals.lead = own_leads.finish();
  result.referrals.customer = own_customers.finish();
  children.finish(result.referrals);
  return result;
}

}  // namespace valuescale::tests::reference
