#include "src/config/uncaught_error.h"

#include <cstdio>
#include <cstdlib>
#include <exception>
#include <iostream>

#include "combtest/action.h"

namespace combtest::internal {
namespace {

std::terminate_handler previous = nullptr;

[[noreturn]] void OnTerminate() {
  if (const std::exception_ptr thrown = std::current_exception()) {
    try {
      std::rethrow_exception(thrown);
    } catch (const Error& error) {
      std::cout.flush();
      std::fflush(nullptr);
      std::fprintf(stderr, "combtest: %s\n", error.what());
      std::_Exit(kUncaughtErrorExitCode);
    } catch (...) {
      // is somebody else's
    }
  }
  if (previous != nullptr) previous();
  std::abort();
}

}  // namespace

void TellOfUncaughtErrors() {
  static const bool kInstalled = [] {
    previous = std::set_terminate(OnTerminate);
    return true;
  }();
  static_cast<void>(kInstalled);
}

}  // namespace combtest::internal
