#include "tools/valuescale/interrupt.hpp"

#include <csignal>

namespace valuescale::tools {
namespace {

// A signal handler can reach nothing else.
std::atomic<bool> stop_requested{false};
static_assert(std::atomic<bool>::is_always_lock_free);

extern "C" void request_stop(int signal) {
  stop_requested.store(true, std::memory_order_relaxed);
  // Not asked twice: the next one has its usual effect.
  std::signal(signal, SIG_DFL);
}

}  // namespace

Interrupt::Interrupt() {
  stop_requested = false;
  std::signal(SIGINT, &request_stop);
  std::signal(SIGTERM, &request_stop);
}

Interrupt::~Interrupt() {
  std::signal(SIGINT, SIG_DFL);
  std::signal(SIGTERM, SIG_DFL);
}

const std::atomic<bool>& Interrupt::requested() const { return stop_requested; }

}  // namespace valuescale::tools
