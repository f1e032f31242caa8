#include "src/config/worker_variables.h"

#include <cstdlib>

namespace combtest::internal {

bool IsWorkerProcess() {
  static const bool kIsWorker = std::getenv(kTargetVariable) != nullptr;
  return kIsWorker;
}

}  // namespace combtest::internal
