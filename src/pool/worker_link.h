// The connection to a worker. Where its launcher can lead there again it outlives the process that
// carries it: nothing of what either side says gets lost or is said twice.
#ifndef COMBTEST_SRC_POOL_WORKER_LINK_H_
#define COMBTEST_SRC_POOL_WORKER_LINK_H_

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "src/os/awake_clock.h"
#include "src/process/child_process.h"
#include "src/wire/resend_buffer.h"
#include "src/wire/resumption.h"

namespace combtest::internal {

// All callbacks come from the io_context; none after it is destroyed, which they may do.
class WorkerLink : public std::enable_shared_from_this<WorkerLink> {
 public:
  // on_exit is the last; it tells how the process ended that carried the connection, or the first
  // of them.
  struct Callbacks : ChildProcess::Callbacks {
    // It broke, and is being taken up again; that worked.
    std::function<void(ExitStatus)> on_break;
    std::function<void()> on_resumption;
  };
  struct Resumption {
    std::function<ChildCommand()> command;  // throws Error where there is none
    std::chrono::nanoseconds patience{};    // from the break on
  };

  // With `keeps_sent` it can be taken up if it breaks. Throws Error, naming the command, where it
  // can't be started.
  static std::shared_ptr<WorkerLink> Start(boost::asio::io_context& context,
                                           const ChildCommand& command, bool keeps_sent,
                                           Callbacks callbacks);

  // If it breaks from now on.
  void TakeUpIfBroken(Resumption resumption) { resumption_ = std::move(resumption); }
  bool can_be_taken_up() const { return resumption_.has_value(); }
  bool connected() const { return !break_; }
  int pid() const { return carrier_->pid(); }

  void Write(std::string bytes);
  void CloseInput();
  // Ends the process that carries it, as if the connection had broken.
  void Break() { carrier_->Terminate(std::chrono::milliseconds(0)); }
  // It isn't taken up again, and ends with the process that carries it now.
  void GiveUp();
  void Terminate(std::chrono::milliseconds grace) { carrier_->Terminate(grace); }
  // It is about to end by itself.
  void ExpectEnd(std::chrono::milliseconds limit) { carrier_->ExpectEnd(limit); }

 private:
  struct Broken {
    ExitStatus status;  // of the process that carried it first
    std::chrono::steady_clock::time_point last_attempt;
    GreetingReader greeting;
    std::string errors;  // what the last attempt printed
  };

  WorkerLink(boost::asio::io_context& context, bool keeps_sent, Callbacks callbacks)
      : context_(context),
        keeps_sent_(keeps_sent),
        callbacks_(std::move(callbacks)),
        retry_(context),
        patience_(context) {}
  void StartCarrier(const ChildCommand& command);
  void OnOutput(std::string_view bytes);
  void OnErrorOutput(std::string_view bytes);
  void OnCarrierEnd(ExitStatus status);
  void AwaitPatience(AwakeClock::time_point end);
  void Retry();
  void WritePending();
  void End(ExitStatus status);

  boost::asio::io_context& context_;
  const bool keeps_sent_;
  const Callbacks callbacks_;
  std::shared_ptr<ChildProcess> carrier_;
  std::optional<Resumption> resumption_;
  ResendBuffer sent_;
  bool input_closed_ = false;
  std::optional<Broken> break_;
  bool over_ = false;
  boost::asio::steady_timer retry_, patience_;
};

}  // namespace combtest::internal

#endif  // COMBTEST_SRC_POOL_WORKER_LINK_H_
