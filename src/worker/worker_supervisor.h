// Beside a worker that can't share memory with the orchestrator: shares it instead, and tells the
// orchestrator what stands there when the worker is dead.
#ifndef COMBTEST_SRC_WORKER_WORKER_SUPERVISOR_H_
#define COMBTEST_SRC_WORKER_WORKER_SUPERVISOR_H_

#include <string>
#include <vector>

#include "src/os/supervise.h"
#include "src/worker/frame.h"
#include "src/worker/protocol.h"
#include "src/worker/shared_board.h"

namespace combtest::internal {

class WorkerSupervisor : public Supervisor {
 public:
  // `up` leads to the orchestrator; `id` is the worker's and marks all its descendants.
  WorkerSupervisor(int up, const SharedBoard& board, std::string id)
      : up_(up), board_(board), id_(std::move(id)) {}

  // Passes whole messages on.
  void OnOutput(std::string_view bytes) override;
  // Tells which walks are taking long, or that none of those told does any more.
  void OnTick() override;
  std::chrono::milliseconds TimeToEnd() override;
  void OnEnd(int signal, int code) override;

 private:
  void Send(const std::string& bytes);
  std::vector<ThreadNote> Look() const;

  const int up_;
  const SharedBoard& board_;
  const std::string id_;
  FrameReader frames_{true};
  std::uint64_t received_ = 0;
  bool begun_ = false;
  bool broken_ = false;  // it wrote what is no message: that is the orchestrator's to judge
  std::vector<ThreadNote> seen_, told_;
};

}  // namespace combtest::internal

#endif  // COMBTEST_SRC_WORKER_WORKER_SUPERVISOR_H_
