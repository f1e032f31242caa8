// Beside a worker that can't share memory with the orchestrator: shares it instead, and tells the
// orchestrator what stands there when the worker is dead.
#ifndef COMBTEST_SRC_WORKER_WORKER_SUPERVISOR_H_
#define COMBTEST_SRC_WORKER_WORKER_SUPERVISOR_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "src/os/supervise.h"
#include "src/wire/frame.h"
#include "src/wire/protocol.h"
#include "src/wire/resend_buffer.h"
#include "src/wire/shared_page.h"

namespace combtest::internal {

class WorkerSupervisor : public Supervisor {
 public:
  // `id` is the worker's and marks all its descendants.
  WorkerSupervisor(const SharedPage& page, std::string id) : page_(page), id_(std::move(id)) {}

  // Passes whole messages on.
  void OnOutput(std::string_view bytes) override;
  void OnInput(std::string_view bytes) override;
  // Tells which walks are taking long, or that none of those told does any more.
  void OnTick() override;
  void OnEnd(int signal, int code) override;

  std::string_view Unsent() const override;
  void Sent(std::size_t count) override;
  bool OnReconnection(const std::string& message) override;

  bool engaged() const override { return input_received_ > 0; }
  bool ending() const override { return ending_; }
  bool dismissed() const override { return dismissed_; }

 private:
  std::vector<ThreadNote> Look() const;

  const SharedPage& page_;
  const std::string id_;
  ResendBuffer stream_;   // to the orchestrator
  std::string greeting_;  // before it goes on, on a new connection
  FrameReader frames_{true};
  std::uint64_t received_ = 0;  // bytes from the worker
  bool begun_ = false;
  bool broken_ = false;  // it wrote what is no message: that is the orchestrator's to judge
  FrameReader input_{false};
  std::uint64_t input_received_ = 0;
  bool ending_ = false;
  bool dismissed_ = false;
  std::vector<ThreadNote> seen_, told_;
};

}  // namespace combtest::internal

#endif  // COMBTEST_SRC_WORKER_WORKER_SUPERVISOR_H_
