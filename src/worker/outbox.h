// A worker's way out: messages to the orchestrator.
#ifndef COMBTEST_SRC_WORKER_OUTBOX_H_
#define COMBTEST_SRC_WORKER_OUTBOX_H_

#include <mutex>
#include <string_view>

#include "src/wire/shared_page.h"

namespace combtest::internal {

// Thread-safe. With shared memory, what has been appended can't be lost any more, and goes into the
// pipe by and by; without, every message is written at once. Blocks while the pipe is full. Where
// the pipe is gone the process ends: nobody would learn of anything it did.
class Outbox {
 public:
  // `page` may be null. The descriptor is not owned.
  Outbox(int descriptor, SharedPage* page) : descriptor_(descriptor), page_(page) {}

  // Writes the magic that begins the stream.
  void Begin();
  // Throws Error where the message is longer than kMaxFrame.
  void Append(std::string_view message);
  void Flush();

 private:
  void AppendBytes(std::string_view bytes);
  void FlushLocked();

  const int descriptor_;
  SharedPage* const page_;
  std::mutex mutex_;
};

}  // namespace combtest::internal

#endif  // COMBTEST_SRC_WORKER_OUTBOX_H_
