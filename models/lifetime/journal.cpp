#include "models/lifetime/journal.hpp"

#include <algorithm>

namespace valuescale::models {

void Journal::add(const std::uint32_t* slot, const Deposits& flows, int count) {
  const std::size_t before = flows_.size();
  flows_.resize(before + static_cast<std::size_t>(count));
  Flow* to = flows_.data() + before;
  for (int i = 0; i < count; ++i) to[i] = {flows.place[i], slot[i], flows.amount[i]};
}

std::vector<Journal::Flow> Journal::take_out(const std::vector<std::uint8_t>& leaves) {
  std::vector<Flow> taken;
  const auto stays = [&](const Flow& flow) { return leaves[flow.slot] == 0; };
  auto kept = flows_.begin();
  for (const Flow& flow : flows_)
    if (stays(flow))
      *kept++ = flow;
    else
      taken.push_back(flow);
  flows_.erase(kept, flows_.end());
  return taken;
}

void Journal::sort() {
  std::fill(begins_.begin(), begins_.end(), 0);
  for (const Flow& flow : flows_) ++begins_[flow.step + 1];
  for (std::size_t step = 1; step < begins_.size(); ++step) begins_[step] += begins_[step - 1];
  sorted_.resize(flows_.size());
  for (const Flow& flow : flows_) sorted_[begins_[flow.step]++] = flow;
}

}  // namespace valuescale::models
