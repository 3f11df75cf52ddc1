// The engine's plans held against those of the reference simulator, file by file of a folder.
#pragma once

#include "tests/support/reference_plan_summary.hpp"

#include <map>
#include <string>

namespace valuescale::tests::reference {

class EngineAgreement {
 public:
  explicit EngineAgreement(const std::string& folder) : folder_(folder) {}

  /// Checks every number of every file.
  void check_all() const;
  /// Checks that some number whose name begins so is seen to differ where the engine alone lives a file with another value.
  void check_differs(const std::string& number, const std::string& file, const std::string& key, const std::string& value);

 private:
  std::string folder_;
  std::map<std::string, ReferencePlan> lived_;
};

}  // namespace valuescale::tests::reference
