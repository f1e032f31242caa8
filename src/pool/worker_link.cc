#include "src/pool/worker_link.h"

#include <boost/asio/post.hpp>
#include <exception>
#include <utility>

#include "combtest/action.h"
#include "src/wire/frame.h"

namespace combtest::internal {
namespace {

constexpr auto kBetweenAttempts = std::chrono::seconds(1);

}  // namespace

std::shared_ptr<WorkerLink> WorkerLink::Start(boost::asio::io_context& context,
                                              const ChildCommand& command, bool keeps_sent,
                                              Callbacks callbacks) {
  std::shared_ptr<WorkerLink> link(new WorkerLink(context, keeps_sent, std::move(callbacks)));
  link->StartCarrier(command);
  return link;
}

void WorkerLink::StartCarrier(const ChildCommand& command) {
  // It dies with the link, after which it says nothing; while it says something the link lives on.
  const auto guarded = [weak = weak_from_this()](auto method) {
    return [weak, method](auto... arguments) {
      if (const std::shared_ptr<WorkerLink> self = weak.lock()) ((*self).*method)(arguments...);
    };
  };
  ChildProcess::Callbacks callbacks;
  callbacks.on_output = guarded(&WorkerLink::OnOutput);
  callbacks.on_error_output = guarded(&WorkerLink::OnErrorOutput);
  callbacks.on_output_end = [weak = weak_from_this()] {
    const std::shared_ptr<WorkerLink> self = weak.lock();
    if (self != nullptr && self->connected()) self->callbacks_.on_output_end();
  };
  callbacks.on_exit = guarded(&WorkerLink::OnCarrierEnd);
  carrier_ = ChildProcess::Start(context_, command, std::move(callbacks));
}

void WorkerLink::Write(std::string bytes) {
  if (!keeps_sent_) return carrier_->Write(std::move(bytes));
  sent_.Append(bytes);
  if (connected()) WritePending();
}

void WorkerLink::WritePending() {
  const std::string_view pending = sent_.Unsent();
  carrier_->Write(std::string(pending));
  sent_.Sent(pending.size(), carrier_->unwritten());
}

void WorkerLink::CloseInput() {
  input_closed_ = true;
  if (connected()) carrier_->CloseInput();
}

void WorkerLink::OnOutput(std::string_view bytes) {
  if (connected()) return callbacks_.on_output(bytes);
  if (!resumption_) return;  // given up, and its process is about to end
  std::optional<GreetingReader::Greeting> greeting;
  try {
    greeting = break_->greeting.Append(bytes);
  } catch (const Error& error) {
    break_->errors = error.what();
    return GiveUp();
  }
  if (!greeting) return;
  if (!sent_.SendAgainFrom(greeting->received)) {
    break_->errors = "too much of what it was sent has been lost";
    return GiveUp();
  }
  break_.reset();
  patience_.cancel();
  WritePending();
  if (input_closed_) carrier_->CloseInput();
  callbacks_.on_resumption();
  if (!greeting->rest.empty() && !over_) callbacks_.on_output(greeting->rest);
}

void WorkerLink::OnErrorOutput(std::string_view bytes) {
  if (connected()) return callbacks_.on_error_output(bytes);
  break_->errors.append(bytes.substr(0, kMaxNoise));
}

void WorkerLink::OnCarrierEnd(ExitStatus status) {
  if (!resumption_) return End(status);
  const auto now = std::chrono::steady_clock::now();
  if (connected()) {
    break_.emplace(Broken{status, now - kBetweenAttempts, {}, {}});
    AwaitPatience(AwakeClock::now() + resumption_->patience);
    callbacks_.on_break(status);
    if (over_ || !resumption_) return;
  } else if (status.signal == 0 && status.code == kNoSuchWorker) {
    return End(status);
  }
  retry_.expires_at(break_->last_attempt + kBetweenAttempts);
  retry_.async_wait([weak = weak_from_this()](boost::system::error_code cancelled) {
    const std::shared_ptr<WorkerLink> self = weak.lock();
    if (self != nullptr && !cancelled && self->resumption_) self->Retry();
  });
}

// The timer goes on while the program is frozen.
void WorkerLink::AwaitPatience(AwakeClock::time_point end) {
  patience_.expires_after(end - AwakeClock::now());
  patience_.async_wait([weak = weak_from_this(), end](boost::system::error_code cancelled) {
    const std::shared_ptr<WorkerLink> self = weak.lock();
    if (self == nullptr || cancelled || !self->break_) return;
    if (AwakeClock::now() < end) return self->AwaitPatience(end);
    self->GiveUp();
  });
}

void WorkerLink::Retry() {
  break_->last_attempt = std::chrono::steady_clock::now();
  break_->greeting = {};
  break_->errors.clear();
  try {
    StartCarrier(resumption_->command());
  } catch (const std::exception& error) {
    break_->errors = error.what();
    End(break_->status);
  }
}

void WorkerLink::GiveUp() {
  if (over_ || !std::exchange(resumption_, std::nullopt) || connected()) return;
  retry_.cancel();
  if (!carrier_->exited()) return carrier_->Terminate(std::chrono::milliseconds(0));
  boost::asio::post(context_, [weak = weak_from_this()] {
    if (const std::shared_ptr<WorkerLink> self = weak.lock()) self->End({});
  });
}

void WorkerLink::End(ExitStatus status) {
  if (std::exchange(over_, true)) return;
  resumption_.reset();
  retry_.cancel();
  patience_.cancel();
  const std::shared_ptr<WorkerLink> self = shared_from_this();  // for its callbacks may drop it
  if (break_) {
    if (!break_->errors.empty()) callbacks_.on_error_output(break_->errors);
    status = break_->status;
  }
  callbacks_.on_exit(status);
}

}  // namespace combtest::internal
