// A worker's messages from the orchestrator, read on a thread of their own so that a walk that
// takes long keeps none of them waiting.
#ifndef COMBTEST_SRC_WORKER_INBOX_H_
#define COMBTEST_SRC_WORKER_INBOX_H_

#include <condition_variable>
#include <deque>
#include <latch>
#include <memory>
#include <mutex>
#include <thread>

#include "src/os/descriptors.h"
#include "src/wire/protocol.h"
#include "src/worker/outbox.h"

namespace combtest::internal {

// Answers pings, and requests to release batches and to abort a walk, itself. At the end of the
// stream the process ends.
class Inbox {
 public:
  // The descriptors are not owned; `outbox`, which writes to the channel, and `page`, which may be
  // null, must outlive it.
  Inbox(const ChannelDescriptors& channel, Outbox& outbox, SharedPage* page);
  ~Inbox();

  // Blocks. The last message is EndWorker.
  std::unique_ptr<const ToWorker> Pop();
  // Null where none waits.
  std::unique_ptr<const ToWorker> TryPop();
  // A batch, for one of several threads that run such. Blocks until one comes; null once another
  // message does, or none of them runs one any more, and then for all of them: none shall go on
  // alone. Each is ended by EndBatch().
  std::unique_ptr<const ToWorker> PopBatch();
  // One has been popped otherwise.
  void BeginBatch();
  void EndBatch();
  // Whether it reads from a descriptor that no other thread can close.
  bool reads_alone() const { return reads_alone_; }

 private:
  void Read();
  void Handle(std::unique_ptr<const ToWorker> message);
  std::unique_ptr<const ToWorker> Front();
  void GiveBack(const Release& release);
  void EndIfRunning(const Abort& walk) const;

  const ChannelDescriptors channel_;
  Outbox& outbox_;
  SharedPage* const page_;
  std::mutex mutex_;
  std::condition_variable arrived_;
  std::deque<std::unique_ptr<const ToWorker>> messages_;
  unsigned running_ = 0;  // batches
  bool batches_over_ = false;
  bool reads_alone_ = false;
  std::latch started_{1};
  std::thread thread_;
};

}  // namespace combtest::internal

#endif  // COMBTEST_SRC_WORKER_INBOX_H_
