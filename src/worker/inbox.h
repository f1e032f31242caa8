// A worker's messages from the orchestrator, read on a thread of their own so that a walk that
// takes long keeps none of them waiting.
#ifndef COMBTEST_SRC_WORKER_INBOX_H_
#define COMBTEST_SRC_WORKER_INBOX_H_

#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <thread>

#include "src/wire/protocol.h"
#include "src/worker/outbox.h"

namespace combtest::internal {

// Answers pings, and requests to release batches and to abort a walk, itself. At the end of the
// stream the process ends.
class Inbox {
 public:
  // `descriptor` is not owned; `outbox` and `page`, which may be null, must outlive it.
  Inbox(int descriptor, Outbox& outbox, SharedPage* page);
  ~Inbox();

  // Blocks. The last message is EndWorker.
  std::unique_ptr<const ToWorker> Pop();
  // Null where none waits.
  std::unique_ptr<const ToWorker> TryPop();

 private:
  void Read();
  void Handle(std::unique_ptr<const ToWorker> message);
  std::unique_ptr<const ToWorker> Front();
  void GiveBack(const Release& release);
  void EndIfRunning(const Abort& walk) const;

  const int descriptor_;
  Outbox& outbox_;
  SharedPage* const page_;
  std::mutex mutex_;
  std::condition_variable arrived_;
  std::deque<std::unique_ptr<const ToWorker>> messages_;
  std::thread thread_;
};

}  // namespace combtest::internal

#endif  // COMBTEST_SRC_WORKER_INBOX_H_
