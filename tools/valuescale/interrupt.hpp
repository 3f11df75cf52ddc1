// Ctrl-C ends a run early and cleanly; a second one ends the program at once.
#pragma once

#include <atomic>

namespace valuescale::tools {

/// While it lives, the first interrupt (or request to terminate) sets the flag. One at a time.
class Interrupt {
 public:
  Interrupt();
  ~Interrupt();
  Interrupt(const Interrupt&) = delete;
  Interrupt& operator=(const Interrupt&) = delete;

  const std::atomic<bool>& requested() const;
};

}  // namespace valuescale::tools
