#include "combtest/outcome.h"

#include <cstring>
#include <ostream>
#include <sstream>

#include "combtest/duration.h"
#include "src/os/signal_name.h"

namespace combtest {
namespace {

// One overload of each kind for std::visit.
template <class... Functions>
struct Overloaded : Functions... {
  using Functions::operator()...;
};
template <class... Functions>
Overloaded(Functions...) -> Overloaded<Functions...>;

}  // namespace

std::string_view OutcomeName(const Outcome& result) {
  return std::visit(Overloaded{[](const outcome::Passed&) { return "passed"; },
                               [](const outcome::Flaky&) { return "flaky"; },
                               [](const outcome::Failed&) { return "failed"; },
                               [](const outcome::Cancelled&) { return "cancelled"; },
                               [](const outcome::Crashed&) { return "crashed"; },
                               [](const outcome::Exited&) { return "exited"; },
                               [](const outcome::TimedOut&) { return "timed out"; },
                               [](const outcome::Lost&) { return "lost"; },
                               [](const outcome::NotRun&) { return "not run"; }},
                    result);
}

std::string ToString(const Outcome& result) {
  const std::string name(OutcomeName(result));
  const auto with = [&name](const std::string& detail) {
    return detail.empty() ? name : name + ": " + detail;
  };
  return std::visit(
      Overloaded{
          [&](const outcome::Passed&) { return name; },
          [&](const outcome::Flaky& o) {
            return with("passed in attempt " + std::to_string(o.attempts));
          },
          [&](const outcome::Failed&) { return name; },
          [&](const outcome::Cancelled& o) { return with(o.reason); },
          [&](const outcome::Crashed& o) { return with(internal::SignalText(o.signal)); },
          [&](const outcome::Exited& o) { return with("code " + std::to_string(o.code)); },
          [&](const outcome::TimedOut& o) { return name + " after " + DurationText(o.limit); },
          [&](const outcome::Lost& o) { return with(o.reason); },
          [&](const outcome::NotRun& o) { return with(o.reason); }},
      result);
}

std::ostream& operator<<(std::ostream& out, const Outcome& result) {
  return out << ToString(result);
}

std::ostream& operator<<(std::ostream& out, const Failure& failure) {
  if (!failure.file.empty()) out << failure.file << ":" << std::to_string(failure.line) << ": ";
  out << failure.message;
  if (!failure.where.empty()) out << " (in " << failure.where << ")";
  if (failure.attempt > 0) out << " (attempt " << std::to_string(failure.attempt) << ")";
  return out;
}

std::ostream& operator<<(std::ostream& out, const WalkResult& result) {
  out << "walk " << std::to_string(result.id) << " " << ToString(result.outcome);
  for (const Failure& failure : result.failures) out << "\n  " << failure;
  return out;
}

void Ledger::Count(const Outcome& result, std::uint64_t walks) {
  std::visit(Overloaded{[&](const outcome::Passed&) { passed += walks; },
                        [&](const outcome::Flaky&) { flaky += walks; },
                        [&](const outcome::Failed&) { failed += walks; },
                        [&](const outcome::Cancelled&) { cancelled += walks; },
                        [&](const outcome::Crashed&) { crashed += walks; },
                        [&](const outcome::Exited&) { crashed += walks; },
                        [&](const outcome::TimedOut&) { timed_out += walks; },
                        [&](const outcome::Lost&) { lost += walks; },
                        [&](const outcome::NotRun& o) {
                          not_run += walks;
                          if (o.cut_off) cut_off += walks;
                        }},
             result);
}

Ledger& Ledger::operator+=(const Ledger& other) {
  selected += other.selected;
  passed += other.passed;
  flaky += other.flaky;
  failed += other.failed;
  cancelled += other.cancelled;
  crashed += other.crashed;
  timed_out += other.timed_out;
  lost += other.lost;
  not_run += other.not_run;
  cut_off += other.cut_off;
  return *this;
}

std::uint64_t Ledger::Sum() const {
  return passed + flaky + failed + cancelled + crashed + timed_out + lost + not_run;
}

std::string ImbalanceText(const Ledger& ledger) {
  if (ledger.Balanced()) return {};
  return "INTERNAL ERROR: " + std::to_string(ledger.selected) + " walks were selected and " +
         std::to_string(ledger.Sum()) +
         " are accounted for. This is a fault of combtest, not of your tests; don't trust this "
         "run.";
}

std::string ToString(const Ledger& ledger) {
  std::string parts;
  const auto add = [&parts](std::uint64_t count, const char* what) {
    if (count > 0) parts += (parts.empty() ? "" : " + ") + std::to_string(count) + " " + what;
  };
  add(ledger.passed, "passed");
  add(ledger.flaky, "flaky");
  add(ledger.failed, "failed");
  add(ledger.cancelled, "cancelled");
  add(ledger.crashed, "crashed");
  add(ledger.timed_out, "timed out");
  add(ledger.lost, "lost");
  add(ledger.not_run - ledger.cut_off, "not run");
  add(ledger.cut_off, "not run (cut off by the budget)");
  return std::to_string(ledger.selected) + " selected = " + (parts.empty() ? "0" : parts);
}

std::ostream& operator<<(std::ostream& out, const Ledger& ledger) {
  return out << ToString(ledger);
}

}  // namespace combtest
