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

CallAnswer WhyNot(std::string why) { return {std::move(why), {}}; }

}  // namespace

void PastStates::Add(WalkId id, const Outcome& outcome, std::string_view json) {
  text_ += json;
  walks_.emplace_back(id, text_.size());
  if (!std::holds_alternative<outcome::Passed>(outcome)) others_.emplace(id, outcome);
}

boost::json::array PastStates::ToJson() const {
  boost::json::array states;
  std::size_t begin = 0;
  for (const auto& [id, end] : walks_) {
    const auto other = others_.find(id);
    states.push_back(
        {{"id", id},
         {"outcome", OutcomeToJson(other == others_.end() ? outcome::Passed{} : other->second)},
         {"state", std::string_view(text_).substr(begin, end - begin)}});
    begin = end;
  }
  return states;
}

PastCalls& PastCalls::Get() {
  static PastCalls calls;
  return calls;
}

std::string PastCalls::TooMany() {
  return "the states that are kept for that take more than " + std::to_string(kMostBytes >> 20) +
         " MB";
}

void PastCalls::Keep(const WorkerTarget& call, PastCall past) {
  const std::lock_guard lock(mutex_);
  PastCall& place = calls_[Encode(call)];
  bytes_ -= place.states.bytes();
  if (bytes_ + past.states.bytes() > kMostBytes) {
    past.states.Clear();
    past.no_states = TooMany();
  }
  bytes_ += past.states.bytes();
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
  answer["states"] = past.states.ToJson();
  answer["fingerprint"] = past.fingerprint;
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
