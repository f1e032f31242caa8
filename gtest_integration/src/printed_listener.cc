#include "gtest_integration/src/printed_listener.h"

#include <unistd.h>

#include <cstdio>
#include <string_view>
#include <utility>

#include "combtest/config.h"
#include "gtest_integration/src/walk_group.h"

namespace combtest::internal {
namespace {

constexpr std::uint64_t kFewOnTerminal = 3;
constexpr std::size_t kNamed = 3;

std::uint64_t MostPrinted() {
  try {
    const config::Settings settings = config::Current();
    if (settings.failures) return *settings.failures;
  } catch (const Error&) {
    return config::kAllFailures;  // it is reported already
  }
  return ::isatty(STDOUT_FILENO) != 0 ? kFewOnTerminal : config::kAllFailures;
}

// Where, and the first line of what it says.
std::string KindOf(const testing::TestPartResult& part) {
  std::string kind = part.file_name() == nullptr ? "" : part.file_name();
  if (part.line_number() >= 0) kind += ":" + std::to_string(part.line_number());
  const std::string_view message = part.message();
  return kind + ": " + std::string(message.substr(0, message.find('\n')));
}

}  // namespace

testing::TestEventListener* PrintedListener::printer() const {
  return printer_ != nullptr ? printer_.get() : WalkListener::printer();
}

// GoogleTest holds a lock meanwhile, so it can't be asked anything.
bool PrintedListener::IsPrinted(const testing::TestPartResult& part) {
  if (!part.failed() || walk_ == nullptr) return true;
  if (std::exchange(judged_, true)) return judged_printed_;
  Alike& alike = failed_[KindOf(part)];
  judged_printed_ = ++alike.count <= most_;
  if (!judged_printed_ && alike.names.size() < kNamed) alike.names.emplace_back(walk_->name());
  return judged_printed_;
}

std::string PrintedListener::WhatIsLeftOut() const {
  std::string text;
  for (const auto& [kind, alike] : failed_) {
    if (alike.count <= most_) continue;
    text += "[  WALKS   ] and " + std::to_string(alike.count - most_) + " more failed like " +
            (most_ == 0 ? "this" : "these") + ", " + kind + "\n";
    for (const std::string& name : alike.names) text += "[  WALKS   ]   " + name + "\n";
    if (alike.count - most_ > alike.names.size()) text += "[  WALKS   ]   …\n";
  }
  if (!text.empty())
    text += "[  WALKS   ] --combtest_failures=all prints them; reports and traces have them all\n";
  return text;
}

void PrintedListener::OnEnvironmentsSetUpEnd(const testing::UnitTest& program) {
  WalkListener::OnEnvironmentsSetUpEnd(program);
  if (printer_ != nullptr) return printer_->OnEnvironmentsSetUpEnd(program);
  testing::TestEventListeners& listeners = testing::UnitTest::GetInstance()->listeners();
  if (WalkGroups::Get().all().empty() || listeners.default_result_printer() == nullptr) return;
  most_ = MostPrinted();
  if (most_ == config::kAllFailures) return;
  // Later listeners are called first here, so GoogleTest passes over nobody.
  printer_.reset(listeners.Release(listeners.default_result_printer()));
}

void PrintedListener::OnTestPartResult(const testing::TestPartResult& part) {
  if (printer_ != nullptr && IsPrinted(part)) printer_->OnTestPartResult(part);
  WalkListener::OnTestPartResult(part);
}

// What begins is told to the printer first, what ends last.
void PrintedListener::OnTestIterationStart(const testing::UnitTest& program, int iteration) {
  if (printer_ != nullptr) printer_->OnTestIterationStart(program, iteration);
  WalkListener::OnTestIterationStart(program, iteration);
}
void PrintedListener::OnEnvironmentsSetUpStart(const testing::UnitTest& program) {
  if (printer_ != nullptr) printer_->OnEnvironmentsSetUpStart(program);
  WalkListener::OnEnvironmentsSetUpStart(program);
}
void PrintedListener::OnTestSuiteStart(const testing::TestSuite& suite) {
  failed_.clear();
  if (printer_ != nullptr) printer_->OnTestSuiteStart(suite);
  WalkListener::OnTestSuiteStart(suite);
}
void PrintedListener::OnTestStart(const testing::TestInfo& info) {
  walk_ = WalkGroups::Get().Find(info) == nullptr ? nullptr : &info;
  judged_ = false;
  if (printer_ != nullptr) printer_->OnTestStart(info);
  WalkListener::OnTestStart(info);
}
void PrintedListener::OnTestDisabled(const testing::TestInfo& info) {
  if (printer_ != nullptr) printer_->OnTestDisabled(info);
  WalkListener::OnTestDisabled(info);
}
void PrintedListener::OnTestEnd(const testing::TestInfo& info) {
  WalkListener::OnTestEnd(info);
  walk_ = nullptr;
  if (printer_ != nullptr) printer_->OnTestEnd(info);
}
void PrintedListener::OnTestSuiteEnd(const testing::TestSuite& suite) {
  std::fputs(WhatIsLeftOut().c_str(), stdout);
  std::fflush(stdout);
  WalkListener::OnTestSuiteEnd(suite);
  if (printer_ != nullptr) printer_->OnTestSuiteEnd(suite);
}
void PrintedListener::OnEnvironmentsTearDownStart(const testing::UnitTest& program) {
  if (printer_ != nullptr) printer_->OnEnvironmentsTearDownStart(program);
  WalkListener::OnEnvironmentsTearDownStart(program);
}
void PrintedListener::OnEnvironmentsTearDownEnd(const testing::UnitTest& program) {
  WalkListener::OnEnvironmentsTearDownEnd(program);
  if (printer_ != nullptr) printer_->OnEnvironmentsTearDownEnd(program);
}
void PrintedListener::OnTestIterationEnd(const testing::UnitTest& program, int iteration) {
  WalkListener::OnTestIterationEnd(program, iteration);
  if (printer_ != nullptr) printer_->OnTestIterationEnd(program, iteration);
}
void PrintedListener::OnTestProgramEnd(const testing::UnitTest& program) {
  WalkListener::OnTestProgramEnd(program);
  if (printer_ != nullptr) printer_->OnTestProgramEnd(program);
}
#ifndef GTEST_REMOVE_LEGACY_TEST_CASEAPI_
void PrintedListener::OnTestCaseStart(const testing::TestCase& suite) {
  if (printer_ != nullptr) printer_->OnTestCaseStart(suite);
}
void PrintedListener::OnTestCaseEnd(const testing::TestCase& suite) {
  if (printer_ != nullptr) printer_->OnTestCaseEnd(suite);
}
#endif

}  // namespace combtest::internal
