// A real worker whose orchestrator sends what makes no sense.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/asio/io_context.hpp>
#include <chrono>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "src/config/worker_variables.h"
#include "src/os/process_info.h"
#include "src/os/worker_process.h"
#include "src/process/child_process.h"
#include "src/wire/frame.h"
#include "src/wire/protocol.h"
#include "src/worker/role.h"

namespace combtest::internal {
namespace {

using testing::HasSubstr;

struct Heard {
  std::optional<ExitStatus> status;
  std::string out, err;
};

// Closes its input after the bytes.
Heard Tell(const std::string& bytes) {
  Heard heard;
  boost::asio::io_context context;
  const std::string directory = testing::TempDir();
  ChildCommand command{{COMBTEST_FAULT_SUITE}, Environment()};
  command.environment.push_back("FAULT_DIR=" + directory);
  command.environment.push_back(std::string(kTargetVariable) + "=" + Encode(WorkerTarget{}));
  ChildProcess::Callbacks callbacks;
  callbacks.on_output = [&](std::string_view text) { heard.out += text; };
  callbacks.on_error_output = [&](std::string_view text) { heard.err += text; };
  callbacks.on_output_end = [] {};
  callbacks.on_exit = [&](ExitStatus status) { heard.status = status; };
  const auto child = ChildProcess::Start(context, command, callbacks);
  child->Write(bytes);
  child->CloseInput();
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::minutes(1);
  while (!heard.status && std::chrono::steady_clock::now() < deadline)
    context.run_one_for(std::chrono::milliseconds(100));
  child->Close();
  return heard;
}

std::string Frames(const std::vector<ToWorker>& messages) {
  std::string frames;
  for (const ToWorker& message : messages) frames += Frame(Encode(message));
  return frames;
}

const Setup kSetup{1, "all", true, false, false};

// It ends by itself, by no signal, and soon.
void ExpectOrderlyEnd(const Heard& heard) {
  ASSERT_TRUE(heard.status.has_value());
  EXPECT_EQ(heard.status->signal, 0) << heard.err;
  EXPECT_THAT(heard.out, HasSubstr("\"hello\""));
}

TEST(WorkerGarbage, EndOfFileEndsIt) {
  const Heard heard = Tell("");
  ExpectOrderlyEnd(heard);
  EXPECT_EQ(heard.status->code, kChannelLost);
}

TEST(WorkerGarbage, IsComplainedAbout) {
  for (const std::string& bytes :
       {std::string("\xff\xff\xff\xff"), Frame("no json"), Frame("{}"),
        Frame(R"({"type":"hello"})"), Frame(R"({"type":"run","epoch":1})")}) {
    const Heard heard = Tell(bytes);
    ExpectOrderlyEnd(heard);
    EXPECT_THAT(heard.out, HasSubstr("the orchestrator's messages make no sense"));
  }
}

TEST(WorkerGarbage, ValidMessagesInWrongOrderOrBeyondTheRun) {
  const std::vector<std::vector<ToWorker>> streams{
      {RunBatch{0, 1, WalkSet::Of({0}), {}}, EndWorker{}},
      {StartPhase{1, 0, {}}, EndWorker{}},
      {kSetup, kSetup, EndWorker{}},
      {kSetup, StartPhase{1, 1u << 30, {}}, EndWorker{}},
      {kSetup, StartPhase{1, 0, {{99, 0, nullptr}}}, EndWorker{}},
      {kSetup, StartPhase{1, 0, {{0, 99, nullptr}}}, EndWorker{}},
      {kSetup, StartPhase{1, 0, {}}, RunBatch{1, 1, WalkSet::Range(0, 1u << 30), {}}, EndWorker{}},
      {kSetup, StartPhase{1, 0, {}}, RunBatch{1, 1, WalkSet::Range(1, 3, ~0ull >> 2), {}},
       EndWorker{}},
      {kSetup, StartPhase{1, 0, {}}, RunBatch{1, 1, WalkSet::Of({0}), {{1u << 30, 1}}},
       EndWorker{}},
      {kSetup, StartPhase{1, 0, {}}, RunBatch{1, 1, WalkSet::Of({0}), {{0, "no state"}}},
       EndWorker{}},
      {internal::Setup{0, "all", true, false, false}, EndWorker{}},
      {internal::Setup{4'000'000'000u, "all", true, false, false}, EndWorker{}},
      {internal::Setup{1, "18446744073709551614", true, false, false}, EndWorker{}},
      {internal::Setup{1, "0-18446744073709551614:2", true, false, false}, EndWorker{}},
      {internal::Setup{1, "base64:AAA=", true, false, false}, EndWorker{}},
      {internal::Setup{1, "some", true, false, false}, EndWorker{}},
  };
  for (std::size_t i = 0; i < streams.size(); ++i) {
    SCOPED_TRACE(i);
    const Heard heard = Tell(Frames(streams[i]));
    ExpectOrderlyEnd(heard);
    EXPECT_THAT(heard.out, HasSubstr("\"trouble\""));
  }
}

TEST(WorkerGarbage, Fuzz) {
  const std::string valid = Frames({kSetup, StartPhase{1, 0, {}}, Ping{}, Release{1},
                                    RunBatch{1, 1, WalkSet::Range(0, 4), {}}, EndWorker{}});
  for (unsigned seed = 0; seed < 40; ++seed) {
    std::mt19937 random(seed);
    std::string bytes = valid;
    if (seed % 3 == 0) bytes.resize(random() % bytes.size());
    for (int flips = 0; flips < 3 && !bytes.empty(); ++flips)
      bytes[random() % bytes.size()] ^= static_cast<char>(1u << random() % 8);
    SCOPED_TRACE(seed);
    ExpectOrderlyEnd(Tell(bytes));
  }
}

}  // namespace
}  // namespace combtest::internal
