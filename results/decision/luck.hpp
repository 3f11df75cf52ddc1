// Values of several things world by world, with the luck of finitely many customers taken out, jointly: what they share of it must not look like a
// difference, nor what is left like knowledge.
#pragma once

#include <cstddef>
#include <vector>

namespace valuescale::results {

/// [option][world].
using Values = std::vector<std::vector<double>>;

/// `told`: what the assumptions of a world tell of its values ([option][world]; results/decision/expected_given.hpp), in which there is hardly any luck; their
/// means where nothing is known. What a curve through luck has of it, `noise` of the variance of the rest, is taken out likewise. Of the rest, the best linear guess of what is known, (S − E) S⁻¹ (v − told), stretched by the linear map that moves it least
/// (optimal transport between two normal laws: Olkin & Pukelsheim, Linear Algebra Appl. 48, 257, 1982) so that its covariance is S − E: S is that of the rest,
/// and E that of luck, told by `again`: the first worlds once more, with other customers. What E takes beyond S is held at nothing. Of a single option this is
/// the shrinking of results/METHODS.md. The same values for two options stay the same.
Values without_luck(const Values& values, const Values& again, const Values& told, double noise);

}  // namespace valuescale::results
