#include "results/files/refuse.hpp"

#include "models/description/problem.hpp"

namespace valuescale::results {

void refuse_file(const std::string& path, const std::string& problem, const std::string& reason, const std::string& hint) {
  models::Problem mistake;
  mistake.place.file = path;
  mistake.problem = problem;
  mistake.reason = reason;
  mistake.hint = hint;
  std::vector<models::Problem> mistakes;
  mistakes.push_back(std::move(mistake));
  throw models::InputError(std::move(mistakes));
}

}  // namespace valuescale::results
