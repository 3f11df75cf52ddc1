// Vector code is compiled once for each instruction set; its names live in a namespace of their own so that the linker can never mix
// two versions of one inline function. Everything else is compiled for the baseline.
#pragma once

#ifndef VALUESCALE_ISA
#define VALUESCALE_ISA baseline
#endif
