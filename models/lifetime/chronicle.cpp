#include "models/lifetime/chronicle.hpp"

#include "models/lifetime/adjusted.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <numeric>
#include <utility>

namespace valuescale::models {

using What = BookEntry::What;

Chronicle::Chronicle(const Scenario& scenario, const Program& program) : scenario_(scenario), program_(program) {
  for (std::size_t i = 0; i < program.offers.size(); ++i) {
    const std::string name = "offer." + scenario.offers[i].name;
    sources_[&program.offers[i]] = {What::first_sale, name};
    sources_[&program.offer_payments[i].question] = {What::promise, name};
    sources_[&program.offer_payments[i].price] = {What::payment, name};
  }
  for (const NodeCode& node : program.nodes) {
    const std::string name = name_of(node);
    sources_[&node.payment.question] = {What::promise, name};
    sources_[&node.payment.price] = {What::payment, name};
    sources_[&node.refund] = {What::refund, name};
    sources_[&node.monthly] = {What::month, name};
    const auto first = static_cast<std::uint32_t>(node.repeat.first_occurrence);
    switch (node.what) {
      case Node::What::step:
        sources_[&node.step] = {What::asked, name};
        sources_[&node.contact] = {What::contact, name};
        sources_[&node.purchase] = {What::step, name, 0, false, !node.step.delayed};
        break;
      case Node::What::referral:
        sources_[&node.step] = {What::lead, name};
        sources_[&node.contact] = {What::reward, name};
        break;
      case Node::What::repeat: sources_[&node.purchase] = {What::visit, name, first, node.sells, false}; break;
    }
  }
}

std::string Chronicle::name_of(const NodeCode& node) const {
  switch (node.what) {
    case Node::What::step: return "step." + scenario_.steps[node.index].name;
    case Node::What::repeat: return "repeat." + scenario_.repeats[node.index].name;
    case Node::What::referral: return "referral." + scenario_.referrals[node.index].name;
  }
  return {};
}

void Chronicle::open() {
  book_ = {};
  book_.people.emplace_back();
}

BookEntry& Chronicle::add(What what, const std::string& name, std::uint32_t slot, float time) {
  BookEntry& entry = book_.entries.emplace_back();
  entry.what = what;
  entry.name = name;
  entry.person = slot;
  entry.time = time;
  entry.step = static_cast<std::uint32_t>(std::ceil(time));
  return entry;
}

void Chronicle::note_flow(const PurchaseCode& source, Stage stage, const Customers& rows, int i, const Deposits& flows) {
  const Source& from = sources_.at(&source);
  if (from.adds_nothing && flows.amount[i] == 0) return;
  BookEntry& entry = add(from.what, from.name, rows.slot[i], rows.time_of(i));
  entry.step = flows.place[i];
  if (from.what == What::visit) entry.number = rows.occurrence_of(i) - from.first_occurrence + 1;
  if (from.is_purchase && rows.slot[i] == 0) ++book_.purchases;
  entry.flow = BookFlow{stage, flows.amount[i], flows.discounted[i], 0};
}

void Chronicle::note_question(const StepCode& question, const Customers& rows, const Customers& taken) {
  const Source& from = sources_.at(&question);
  for (int i = 0, next = 0; i < rows.count; ++i) {
    const sim::Block words = sim::philox(
        {rows.id_low[i], rows.id_high ? rows.id_high[i] : 0, rows.world ? rows.world[i] : 0, rows.occurrence_of(i)}, question.event_key);
    const std::uint32_t word = words[word::take];
    const auto threshold =
        std::bit_cast<std::uint32_t>(program_.laws[static_cast<std::size_t>(rows.row[i]) * static_cast<std::size_t>(program_.law_columns) +
                                                   static_cast<std::size_t>(question.threshold)]);
    const bool is_certain = threshold == 0xffffffff;
    BookQuestion answer;
    answer.probability = is_certain ? 1 : threshold * 0x1p-32;
    answer.drawn = word * 0x1p-32;
    answer.is_yes = is_certain || word < threshold;
    answer.takes_time = question.delayed;
    if (next < taken.count && taken.slot[next] == rows.slot[i] && taken.id_low[next] == rows.id_low[i]) answer.due = taken.time_of(next++);
    add(from.what, from.name, rows.slot[i], rows.time_of(i)).question = answer;
  }
}

void Chronicle::note_referral(const NodeCode& node, std::uint32_t slot, float time, std::uint32_t leads) {
  add(What::referral, name_of(node), slot, time).number = leads;
}

void Chronicle::note_child(std::uint32_t parent, std::uint32_t generation, std::uint32_t row, float first_sale) {
  const std::size_t cell = row / program_.dims.levels;
  book_.people.push_back({generation, parent, first_sale, scenario_.segments[cell % program_.dims.segments].name, false});
}

void Chronicle::note_course(What what, const NodeCode& node, std::uint32_t slot, float time) { add(what, name_of(node), slot, time); }

void Chronicle::note_change(std::uint32_t slot, float time, std::uint32_t before, std::uint32_t now) {
  const std::size_t phases = program_.dims.phases;
  const CustomerKind from = customer_kind(scenario_, before, phases), to = customer_kind(scenario_, now, phases);
  const auto note = [&](const std::string& name, const auto& values, std::size_t old_one, std::size_t new_one) {
    if (old_one == new_one) return;
    BookEntry& entry = add(What::changed, name, slot, time);
    entry.before = values[old_one].name;
    entry.after = values[new_one].name;
  };
  note("segment", scenario_.segments, from.segment, to.segment);
  for (std::size_t s = 0; s < scenario_.states.size(); ++s)
    note("state." + scenario_.states[s].name, scenario_.states[s].levels, from.levels[s], to.levels[s]);
}

void Chronicle::note_dropped(std::uint32_t slot, float time) {
  add(What::dropped, "", slot, time);
  if (slot == 0) book_.dropped = time;
}

AccountBook Chronicle::take() {
  // Children live by themselves, one after another; causes were noted before their effects, and stay before them at the same time.
  std::stable_sort(book_.entries.begin(), book_.entries.end(), [](const BookEntry& a, const BookEntry& b) { return a.time < b.time; });
  const std::vector<BookPerson> people = std::move(book_.people);
  std::vector<std::uint32_t> order(people.size()), place(people.size());
  std::iota(order.begin(), order.end(), 0);
  std::stable_sort(order.begin() + 1, order.end(),
                   [&](std::uint32_t a, std::uint32_t b) { return people[a].first_sale < people[b].first_sale; });
  for (std::uint32_t i = 0; i < order.size(); ++i) place[order[i]] = i;
  book_.people.clear();
  for (const std::uint32_t slot : order) {
    book_.people.push_back(people[slot]);
    book_.people.back().parent = place[people[slot].parent];
  }
  for (BookEntry& entry : book_.entries) entry.person = place[entry.person];
  return std::exchange(book_, {});
}

}  // namespace valuescale::models
