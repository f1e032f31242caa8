#include "src/pool/worker_link.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <boost/asio/io_context.hpp>
#include <filesystem>
#include <fstream>
#include <optional>
#include <string>
#include <vector>

#include "combtest/action.h"
#include "src/os/broken_pipes.h"
#include "src/os/process_info.h"

namespace combtest::internal {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;

// Shell scripts carry it, one after the other.
class WorkerLinks : public testing::Test {
 protected:
  void Start(const std::string& first, std::vector<std::string> rest) {
    rest_ = std::move(rest);
    WorkerLink::Callbacks callbacks;
    callbacks.on_output = [this](std::string_view bytes) { out_ += bytes; };
    callbacks.on_error_output = [this](std::string_view bytes) { err_ += bytes; };
    callbacks.on_output_end = [] {};
    callbacks.on_break = [this](ExitStatus) { ++breaks_; };
    callbacks.on_resumption = [this] { ++resumptions_; };
    callbacks.on_exit = [this](ExitStatus status) { status_ = status; };
    link_ = WorkerLink::Start(context_, Script(first), true, callbacks);
    TakeUp(std::chrono::minutes(2));
  }
  void TakeUp(std::chrono::seconds patience) {
    link_->TakeUpIfBroken({[this] {
                             if (attempt_ >= rest_.size()) throw Error("no way leads there");
                             return Script(rest_[attempt_++]);
                           },
                           patience});
  }
  static ChildCommand Script(const std::string& script) {
    return {{"/bin/sh", "-c", script}, Environment()};
  }
  // What a supervisor that has received so much says first.
  static std::string Greet(std::uint64_t received) {
    return "printf '\\ncombtest-worker-goes-on " + std::to_string(received) + "\\n'; ";
  }
  void RunUntil(auto over) {
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::minutes(1);
    while (!over() && std::chrono::steady_clock::now() < deadline) {
      context_.restart();
      context_.run_one_for(std::chrono::milliseconds(100));
    }
    ASSERT_TRUE(over());
  }
  ExitStatus Wait() {
    RunUntil([this] { return status_.has_value(); });
    return status_.value_or(ExitStatus{-1, -1});
  }

  const IgnoreBrokenPipes ignore_;
  boost::asio::io_context context_;
  std::vector<std::string> rest_;
  std::size_t attempt_ = 0;
  std::string out_, err_;
  int breaks_ = 0, resumptions_ = 0;
  std::optional<ExitStatus> status_;
  std::shared_ptr<WorkerLink> link_;
};

TEST_F(WorkerLinks, GoOnWhereTheStreamsBroke) {
  Start("printf one; head -c 4 >/dev/null; exit 3",
        {"exit 255", Greet(4) + "printf two; exec cat"});
  link_->Write("0123");
  RunUntil([this] { return !link_->connected(); });
  link_->Write("4567");  // while it is broken
  link_->CloseInput();
  RunUntil([this] { return resumptions_ == 1 && out_.size() >= 10; });
  EXPECT_EQ(out_, "onetwo4567");
  EXPECT_EQ(breaks_, 1);
}

// It still was in the hands of the process that carried it.
TEST_F(WorkerLinks, LargeMessagesThatNeverLeftAreSentAgain) {
  const std::string large(5 * kOnTheWay, 'x');
  Start("read _; exec sleep 1000", {Greet(6) + "exec wc -c"});
  link_->Write("begin\n");
  link_->Write(large);
  link_->CloseInput();
  link_->Break();
  RunUntil([this] { return !out_.empty() || status_.has_value(); });
  EXPECT_EQ(out_, std::to_string(large.size()) + "\n") << err_;
}

TEST_F(WorkerLinks, ANumberThatCantBeIsRefused) {
  Start("exit 3", {Greet(1000) + "exec cat"});
  EXPECT_EQ(Wait().code, 3);
  EXPECT_THAT(err_, HasSubstr("too much of what it was sent has been lost"));
  EXPECT_EQ(resumptions_, 0);
}

TEST_F(WorkerLinks, NoOtherAttemptIsMadeWhereTheWorkerIsGone) {
  Start("exit 3", {"echo nobody is there >&2; exit " + std::to_string(kNoSuchWorker), "exit 0"});
  EXPECT_EQ(Wait().code, 3) << "how the first ended is told";
  EXPECT_EQ(err_, "nobody is there\n");
  EXPECT_EQ(attempt_, 1u);
}

TEST_F(WorkerLinks, EndWhereNoCommandLeadsThere) {
  Start("exit 3", {});
  EXPECT_EQ(Wait().code, 3);
  EXPECT_EQ(err_, "no way leads there");
}

TEST_F(WorkerLinks, EndWhenTheirTimeIsOver) {
  Start("read _; exit 3", std::vector<std::string>(1000, "echo it hangs >&2; exec sleep 1000"));
  TakeUp(std::chrono::seconds(1));
  link_->Write("\n");
  EXPECT_EQ(Wait().code, 3);
  EXPECT_EQ(attempt_, 1u);
}

// The new connection comes to nothing, though its first words lie in the pipe.
TEST_F(WorkerLinks, AGreetingThatComesTooLateIsNone) {
  const std::string file = testing::TempDir() + "greeted." + std::to_string(::getpid());
  std::filesystem::remove(file);
  Start("exit 3", {Greet(0) + "touch " + file + "; exec sleep 1000"});
  RunUntil([this] { return attempt_ == 1; });
  // Nothing is read meanwhile.
  while (!std::filesystem::exists(file)) ::usleep(1000);
  link_->GiveUp();
  EXPECT_EQ(Wait().code, 3);
  EXPECT_EQ(resumptions_, 0);
  EXPECT_THAT(out_, IsEmpty());
  std::filesystem::remove(file);
}

}  // namespace
}  // namespace combtest::internal
