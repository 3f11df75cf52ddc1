// What to suggest where correlations cannot hold together.
#pragma once

#include "models/law/copula.hpp"

namespace valuescale::scenarios {

/// Rank correlations, with few digits, that can hold together: those of the correlation matrix nearest to `wanted`, of normals (Higham, Computing the
/// nearest correlation matrix, 2002), drawn in a little where rounding makes it necessary.
models::SquareMatrix nearest_rank_correlations(const models::SquareMatrix& wanted);

}  // namespace valuescale::scenarios
