#include "src/worker/passed_calls.h"

#include <array>
#include <boost/json/value.hpp>
#include <boost/json/value_to.hpp>
#include <cstdlib>
#include <exception>
#include <optional>
#include <utility>
#include <variant>

#include "src/engine/final_states.h"
#include "src/os/descriptors.h"
#include "src/os/worker_process.h"
#include "src/record/result_json.h"
#include "src/record/summary_json.h"
#include "src/report/states_file.h"
#include "src/space/space_data.h"
#include "src/wire/frame.h"
#include "src/wire/protocol.h"
#include "src/worker/outbox.h"

namespace combtest::internal {
namespace {

// Before the session, so with nobody else at the channel. What comes besides is answered.
class Question {
 public:
  explicit Question(const WorkerRole& role)
      : in_(role.channel.in), outbox_(role.channel.out, role.page()) {
    if (BeginStream()) outbox_.Begin();
  }

  CallAnswer Ask(const FromWorker& question) {
    Say(question);
    std::optional<CallAnswer> answer;
    // Not into the session's messages, which come only when it has said hello.
    while (!answer || frames_.rest() > 0) Take(answer);
    return std::move(*answer);
  }

  // The orchestrator ends this process when it has read this.
  [[noreturn]] void GiveUp(const std::string& why) {
    Say(Trouble{why});
    std::optional<CallAnswer> none;
    while (true) Take(none);
  }

 private:
  void Say(const FromWorker& message) {
    outbox_.Append(Encode(message));
    outbox_.Flush();
  }

  void Take(std::optional<CallAnswer>& answer) {
    const auto text = frames_.Next();
    if (!text) {
      std::array<char, 1 << 16> buffer;
      const std::size_t got = ReadSome(in_, buffer.data(), buffer.size());
      if (got == 0) EndWorkerAtOnce(kChannelLost);
      return frames_.Append({buffer.data(), got});
    }
    ToWorker message = DecodeToWorker(*text);
    if (std::holds_alternative<EndWorker>(message)) std::_Exit(0);
    if (std::holds_alternative<Ping>(message)) Say(Pong{});
    if (auto* given = std::get_if<CallAnswer>(&message)) answer = std::move(*given);
  }

  const int in_;
  Outbox outbox_;
  FrameReader frames_{false};
};

void HandOver(const boost::json::object& answer, const RunRequest& request) {
  const boost::json::array& given = answer.at("states").as_array();
  const auto fingerprint = boost::json::value_to<std::uint64_t>(answer.at("fingerprint"));
  if (!given.empty() && fingerprint != request.space.Fingerprint())
    throw Error("its walks aren't those of the program itself");
  FinalStates states(*WalkAccess::Data(request.space)->state, given.size());
  request.expect_states(given.size());
  for (std::size_t i = 0; i < given.size(); ++i) {
    const boost::json::object& state = given[i].as_object();
    const Walk walk = request.space[boost::json::value_to<WalkId>(state.at("id"))];
    states.SetJson(i, boost::json::value_to<std::string>(state.at("state")));
    request.take_state(
        {walk.id(), walk.name(), BranchText(walk), OutcomeFromJson(state.at("outcome"))},
        states.Read(i));
  }
}

}  // namespace

RunSummary PassOver(const WorkerRole& role, const WorkerTarget& call, const RunRequest& request,
                    const std::string& name) {
  Question question(role);
  const std::string what =
      "on its way a worker passes " + name + ", and can't be told what it gave: ";
  const CallAnswer answer = question.Ask(AskCall{call});
  if (!answer.why_not.empty()) question.GiveUp(what + answer.why_not);
  std::string thrown;
  try {
    const boost::json::object& given = answer.value.as_object();
    thrown = boost::json::value_to<std::string>(given.at("error"));
    if (thrown.empty()) {
      RunSummary summary = SummaryFromJson(given.at("summary"), request.space);
      if (request.take_state != nullptr) HandOver(given, request);
      return summary;
    }
  } catch (const std::exception& error) {
    question.GiveUp(what + error.what());
  }
  throw Error(thrown);
}

std::string FetchTrace(const WorkerRole& role, const std::string& path) {
  const CallAnswer answer = Question(role).Ask(AskTrace{path});
  if (answer.why_not.empty()) return boost::json::value_to<std::string>(answer.value);
  throw Error("the trace " + path + " isn't here, and " + answer.why_not);
}

}  // namespace combtest::internal
