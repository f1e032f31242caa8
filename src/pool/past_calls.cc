#include "src/pool/past_calls.h"

#include <algorithm>
#include <boost/json/value.hpp>
#include <fstream>
#include <utility>

#include "src/os/process_info.h"
#include "src/record/result_json.h"
#include "src/record/summary_json.h"
#include "src/text/plain_stream.h"

namespace combtest::internal {
namespace {

std::size_t BytesOf(const PastCall& past) {
  std::size_t bytes = 0;
  for (const PastState& state : past.states) bytes += state.json.size();
  return bytes;
}

CallAnswer WhyNot(std::string why) { return {std::move(why), {}}; }

}  // namespace

PastCalls& PastCalls::Get() {
  static PastCalls calls;
  return calls;
}

void PastCalls::Keep(const WorkerTarget& call, PastCall past) {
  const std::lock_guard lock(mutex_);
  PastCall& place = calls_[Encode(call)];
  bytes_ -= BytesOf(place);
  if (bytes_ + BytesOf(past) > kMostBytes) {
    past.states.clear();
    past.no_states = "the states that are kept for that take more than " +
                     std::to_string(kMostBytes >> 20) + " MB";
  }
  bytes_ += BytesOf(past);
  place = std::move(past);
}

CallAnswer PastCalls::Answer(const AskCall& ask) const {
  const std::lock_guard lock(mutex_);
  const auto found = calls_.find(Encode(ask.call));
  if (found == calls_.end())
    return WhyNot(
        "in the program itself it isn't over, or was never made: what the program does "
        "before a call of RunTests must be the same in its workers");
  const PastCall& past = found->second;
  boost::json::object answer{{"error", past.error}};
  if (!past.error.empty()) return {{}, std::move(answer)};
  if (!past.no_states.empty()) return WhyNot(past.no_states);
  answer["summary"] = SummaryToJson(past.summary);
  boost::json::array states;
  for (const PastState& state : past.states) {
    states.push_back({{"id", state.walk.id},
                      {"name", state.walk.name},
                      {"branch", state.walk.branch},
                      {"outcome", OutcomeToJson(state.walk.outcome)},
                      {"state", state.json}});
  }
  answer["states"] = std::move(states);
  return {{}, std::move(answer)};
}

CallAnswer PastCalls::Answer(const AskTrace& ask) const {
  const std::lock_guard lock(mutex_);
  const bool left = std::any_of(calls_.begin(), calls_.end(), [&](const auto& call) {
    return call.second.summary.logs.trace == ask.path;
  });
  if (!left) return WhyNot("no call of the program has left it");
  std::ifstream file(FromStartDirectory(ask.path), std::ios::binary);
  PlainStream text;
  text << file.rdbuf();
  if (!file) return WhyNot("it can't be read");
  return {{}, boost::json::value(text.str())};
}

}  // namespace combtest::internal
