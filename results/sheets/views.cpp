#include "results/sheets/views.hpp"

namespace valuescale::results {

std::vector<NamedView> views_of(const Answer& answer) {
  std::vector<NamedView> views;
  const auto add = [&views](const std::string& group, const std::string& name, const Block& block) {
    views.push_back({group, name, "lead", &block.lead});
    views.push_back({group, name, "customer", &block.customer});
    if (!block.referrals) return;
    views.push_back({group, name, "lead without referrals", &block.referrals->lead});
    views.push_back({group, name, "customer without referrals", &block.referrals->customer});
  };
  add("all", "", answer.all);
  for (const auto& [name, block] : answer.channels) add("channel", name, block);
  for (const auto& [name, block] : answer.segments) add("segment", name, block);
  return views;
}

}  // namespace valuescale::results
