// The line on a terminal that says how many extra walks have run.
#ifndef COMBTEST_SRC_REPORT_EXTRA_WALKS_LINE_H_
#define COMBTEST_SRC_REPORT_EXTRA_WALKS_LINE_H_

#include <chrono>
#include <cstdint>

namespace combtest::internal {

// Writes to standard error, where that is a terminal; silent for the first second.
class ExtraWalksLine {
 public:
  // `most`: so many may run.
  ExtraWalksLine(bool shown, std::uint64_t most);
  ~ExtraWalksLine();
  ExtraWalksLine(const ExtraWalksLine&) = delete;
  ExtraWalksLine& operator=(const ExtraWalksLine&) = delete;

  void Show(std::uint64_t walks);

 private:
  const bool wanted_;
  const std::uint64_t most_;
  const std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
  bool shown_ = false;
};

}  // namespace combtest::internal

#endif  // COMBTEST_SRC_REPORT_EXTRA_WALKS_LINE_H_
