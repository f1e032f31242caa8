#include "src/config/worker_variables.h"

#include <cstdlib>

#include "combtest/worker.h"

namespace combtest::internal {

bool IsWorkerProcess() {
  static const bool kIsWorker = std::getenv(kTargetVariable) != nullptr;
  return kIsWorker;
}

}  // namespace combtest::internal

bool combtest::IsWorker() { return internal::IsWorkerProcess(); }
