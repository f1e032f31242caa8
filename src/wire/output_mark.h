// Marks in a worker's output that say which walk printed what.
#ifndef COMBTEST_SRC_WIRE_OUTPUT_MARK_H_
#define COMBTEST_SRC_WIRE_OUTPUT_MARK_H_

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

namespace combtest::internal {

enum class OutputMark : char {
  // What came before was printed on the way to the walks, as the orchestrator did on the same way:
  // nobody needs it.
  kReady = 'R',
  kBegin = 'B',  // a walk begins
  kEnd = 'E',    // a walk has failed, or was cancelled: what came since the last mark is its own
  kEndOfSome = 'S',  // the same, or it is that of quick walks which have passed before it
  kOther = 'O',      // what came since the last mark belongs to no walk in particular
};

// To this process's standard error, past its buffers.
void WriteOutputMark(OutputMark mark, std::uint64_t slot);

// What a worker printed, for a person.
std::string WithoutMarks(std::string_view output);

// Divides a worker's output into the walks' own and the rest.
class OutputDivider {
 public:
  // `of_walk(slot, text)`: what a walk that didn't pass has printed. `other(lines)`: the rest, in
  // whole lines.
  OutputDivider(std::function<void(std::uint64_t, std::string)> of_walk,
                std::function<void(std::string_view)> other)
      : of_walk_(std::move(of_walk)), other_(std::move(other)) {}

  void Append(std::string_view bytes);
  // The worker is dead: what it printed since the last mark, which belongs to whatever it ran.
  std::string TakeRest();

 private:
  void OnMark(OutputMark mark, std::uint64_t slot);
  void Release(std::size_t keep);

  std::function<void(std::uint64_t, std::string)> of_walk_;
  std::function<void(std::string_view)> other_;
  std::string text_;     // since the last mark
  std::string pending_;  // a mark that hasn't come whole
};

}  // namespace combtest::internal

#endif  // COMBTEST_SRC_WIRE_OUTPUT_MARK_H_
