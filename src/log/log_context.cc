#include "src/log/log_context.h"

namespace combtest::internal {
namespace {

thread_local const LogContext* current_context = nullptr;

}  // namespace

LogContext::LogContext() : outer_(current_context) { current_context = this; }
LogContext::~LogContext() { current_context = outer_; }
const LogContext* LogContext::Current() { return current_context; }

}  // namespace combtest::internal
