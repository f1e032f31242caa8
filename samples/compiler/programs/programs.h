#ifndef COMBTEST_SAMPLES_COMPILER_PROGRAMS_PROGRAMS_H_
#define COMBTEST_SAMPLES_COMPILER_PROGRAMS_PROGRAMS_H_

#include <cstdint>
#include <string>

// The CRC-32 of some bytes.
std::uint32_t Checksum();
// Words, by a sort of its own with virtual calls.
std::string Sorted();
// 10^16 and a thousand ones, each of which is too small for the sum: W. Kahan's method keeps them.
double CompensatedSum();

#endif  // COMBTEST_SAMPLES_COMPILER_PROGRAMS_PROGRAMS_H_
