#include "models/description/problem.hpp"

#include <utility>

namespace valuescale::models {

std::string to_string(const Problem& problem) {
  std::string text;
  if (!problem.place.file.empty()) {
    text += problem.place.file;
    if (problem.place.line > 0) text += ":" + std::to_string(problem.place.line) + ":" + std::to_string(problem.place.column);
    text += ": ";
  }
  text += problem.problem;
  if (!problem.reason.empty()) text += " (" + problem.reason + ")";
  if (!problem.hint.empty()) text += "; " + problem.hint;
  return text;
}

namespace {

std::string joined(const std::vector<Problem>& problems) {
  std::string text;
  for (const Problem& problem : problems) {
    if (!text.empty()) text += '\n';
    text += to_string(problem);
  }
  return text;
}

}  // namespace

InputError::InputError(std::vector<Problem> problems) : std::runtime_error(joined(problems)), problems_(std::move(problems)) {}

}  // namespace valuescale::models
