// Values of several things world by world, with the luck of finitely many customers taken out, jointly: what they share of it must not look like a
// difference, nor what is left like knowledge.
#pragma once

#include <cstddef>
#include <vector>

namespace valuescale::results {

/// [option][world].
using Values = std::vector<std::vector<double>>;

/// Moves values to their means by the linear map under which their covariance becomes what it is without luck's: T with T S Tᵀ = S − E, where S is theirs and
/// E that of luck, told by `again`: the first worlds once more, with other customers. What E takes beyond S is held at nothing. The same
/// values for two options stay the same.
Values without_luck(const Values& values, const Values& again);

}  // namespace valuescale::results
