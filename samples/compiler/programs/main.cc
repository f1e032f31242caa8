// Prints what must not depend on how it was compiled.
#include <cstdio>

#include "programs.h"

int main() {
  std::printf("checksum %08x\n", Checksum());
  std::printf("sorted %s\n", Sorted().c_str());
  std::printf("sum %.17g\n", CompensatedSum());
}
