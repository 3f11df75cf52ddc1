#include "models/lifetime/journal.hpp"

#include <algorithm>

namespace valuescale::models {

std::size_t Journal::make_room(std::size_t more) {
  const std::size_t first = count_;
  count_ += more;
  if (count_ > flows_.size()) flows_.resize(count_ + count_ / 2);
  return first;
}

void Journal::add(const std::uint32_t* slot, const Deposits& flows, int count) {
  const std::size_t first = make_room(static_cast<std::size_t>(count));
  Flow* to = flows_.data() + first;
  const std::uint32_t* step = flows.place;
  const std::int64_t* amount = flows.amount;
  std::size_t noted = 0;
  for (int i = 0; i < count; ++i) {
    to[noted] = {step[i], slot[i], amount[i]};
    noted += amount[i] != 0;
  }
  count_ = first + noted;
}

std::vector<Journal::Flow> Journal::sort(const std::vector<std::uint32_t>& leaving) {
  std::vector<Flow> taken;
  for (const std::uint32_t slot : leaving) leaves_[slot] = 1;
  std::fill(ends_.begin(), ends_.end(), 0);
  for (std::size_t i = 0; i < count_; ++i)
    if (leaves_[flows_[i].slot])
      taken.push_back(flows_[i]);
    else
      ++ends_[flows_[i].step + 1];
  for (std::size_t step = 1; step < ends_.size(); ++step) ends_[step] += ends_[step - 1];
  sorted_count_ = count_ - taken.size();
  if (sorted_count_ > sorted_.size()) sorted_.resize(sorted_count_);
  for (std::size_t i = 0; i < count_; ++i)
    if (!leaves_[flows_[i].slot]) sorted_[ends_[flows_[i].step]++] = flows_[i];
  for (const std::uint32_t slot : leaving) leaves_[slot] = 0;
  return taken;
}

}  // namespace valuescale::models
