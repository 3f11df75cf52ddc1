// From which size on an interval is promised to hold, and how well. Below, the program warns (results/answer/warnings.cpp).
#include "tests/coverage/study.hpp"

#include <fmt/format.h>

namespace valuescale::coverage {

std::vector<Promise> promises() { return {}; }

std::vector<std::string> broken(const Coverage& coverage) {
  std::vector<std::string> result;
  for (const Promise& promise : promises())
    for (const std::string& column : promise.columns) {
      const Record* record = coverage.find(column, promise.row);
      if (!record) continue;
      const double slack = 3 * record->error();
      if (record->covered() < promise.least - slack || record->covered() > promise.most + slack)
        result.push_back(fmt::format("{}, {}: covers {:.1f} %, promised are {:.0f} to {:.0f} %", promise.row, column,
                                     100 * record->covered(), 100 * promise.least, 100 * promise.most));
    }
  return result;
}

}  // namespace valuescale::coverage
