#include "src/wire/protocol.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <random>
#include <string>
#include <vector>

#include "combtest/action.h"
#include "src/wire/frame.h"

namespace combtest::internal {
namespace {

namespace json = boost::json;

std::vector<FromWorker> MessagesFromWorkers() {
  WalkResult result;
  result.id = 7;
  result.outcome = outcome::Crashed{11};
  result.failures.push_back(
      {Failure::Severity::kFatal, Failure::Origin::kException, "f.cc", 3, "no\n\"way\"", "W(1)"});
  result.where = "W(1)";
  result.action = 1;
  return {Hello{1, ~std::uint64_t{}, "State", 123, "host"},
          Ready{},
          Done{1, 2, 3, 40, 30, 20},
          Ended{5, 6, true, result},
          Released{3, {1, 2, ~std::uint64_t{}}},
          Pong{},
          Running{{{1, 2, 3, ~std::uint64_t{}, 5, 6}, {}}},
          Gone{11, 0, {{1, 2, 3, 4, 5, 6}}, {"17 sleep 1000", "\n"}},
          Trouble{"\xc3\xa4 quote \""},
          RunTrouble{"came back"},
          ScratchDirectory{3, 17, "/tmp/combtest-1f/4"},
          WalkProperties{3, 17, {{"port", "8080"}, {"", "\"quoted\""}}},
          LogMessage{{std::chrono::system_clock::time_point(
                          std::chrono::microseconds(1'700'000'000'123'456)),
                      LogSeverity::warning, "disk", "Write_x", "Write(\"x\")", "slow\n\"very\""}},
          DroppedRecords{12}};
}

std::vector<ToWorker> MessagesToWorkers() {
  return {Setup{4, "1,5,9", true, true, false},
          StartPhase{2, 3, {{1, 0, json::parse(R"({"a":[1,2]})")}}},
          RunBatch{2, 9, WalkSet::Parse("0-98:2,107"), {{4, json::parse("[null]")}}, {0, 107}},
          Setup{1, "all", false, false, true, 2},
          Setup{1, "all", false, false, true, 2, false, "All/A.Pass", "1f", 3, 4, false},
          Setup{1, "all", false, false, true, 2, false, "All/A.Pass", "1f", 3, 4, true, true},
          DropScratch{{1, 2, ~std::uint64_t{}}},
          Release{4},
          Ping{},
          Abort{7, 3},
          EndWorker{},
          Dismissal{}};
}

template <class Decode>
std::string ErrorOf(Decode decode, const std::string& text) {
  try {
    decode(text);
  } catch (const Error& error) {
    return error.what();
  }
  return "";
}

const auto kFrom = [](const std::string& text) { DecodeFromWorker(text); };
const auto kTo = [](const std::string& text) { DecodeToWorker(text); };

TEST(Protocol, EveryMessageComesOutAsItWentIn) {
  for (const FromWorker& message : MessagesFromWorkers()) {
    const std::string text = Encode(message);
    const FromWorker decoded = DecodeFromWorker(text);
    EXPECT_EQ(decoded.index(), message.index());
    EXPECT_EQ(Encode(decoded), text);
  }
  for (const ToWorker& message : MessagesToWorkers()) {
    const std::string text = Encode(message);
    const ToWorker decoded = DecodeToWorker(text);
    EXPECT_EQ(decoded.index(), message.index());
    EXPECT_EQ(Encode(decoded), text);
  }
}

// What an action logs or throws need not be UTF-8.
TEST(Protocol, TextsMayBeAnyBytes) {
  const std::string bytes("\xff\xfe\0\x01\xc3", 5);
  const FromWorker decoded = DecodeFromWorker(Encode(FromWorker(Trouble{bytes})));
  EXPECT_EQ(std::get<Trouble>(decoded).message, bytes);
}

TEST(Protocol, AStateGoesThroughUnparsed) {
  std::string text;
  AppendState(text, 12, R"({"x": 1e3})");
  const FromWorker decoded = DecodeFromWorker(text);
  ASSERT_TRUE(std::holds_alternative<StateMessage>(decoded));
  EXPECT_EQ(std::get<StateMessage>(decoded).slot, 12u);
  EXPECT_EQ(std::get<StateMessage>(decoded).json, R"({"x": 1e3})");
  text.clear();
  AppendState(text, 13, {});  // there is none
  const FromWorker none = DecodeFromWorker(text);
  EXPECT_EQ(std::get<StateMessage>(none).slot, 13u);
  EXPECT_EQ(std::get<StateMessage>(none).json, "");
  for (const char* bad :
       {R"(["state",)", R"(["state",12)", R"(["state",-1,2])", R"(["state",12])"}) {
    EXPECT_NE(ErrorOf(kFrom, bad), "") << bad;
  }
}

TEST(Protocol, ABatchWithStatesAsTextIsTheSame) {
  const std::string first = "[1]", second = "null";
  const RunBatch batch{2, 9, WalkSet::Of({0, 1}), {}};
  const ToWorker decoded = DecodeToWorker(EncodeRunBatch(batch, {{0, first}, {1, second}}));
  const RunBatch& run = std::get<RunBatch>(decoded);
  ASSERT_EQ(run.states.size(), 2u);
  EXPECT_EQ(run.states[0].state, json::parse(first));
  EXPECT_EQ(run.states[1].slot, 1u);
}

// Takes each field away, and then makes each one into other things than it should be.
template <class Decode>
void ExpectEveryFieldToBeChecked(Decode decode, const std::string& text) {
  const json::object whole = json::parse(text).as_object();
  for (const auto& field : whole) {
    const std::string name = field.key();
    json::object less = whole;
    less.erase(name);
    EXPECT_THAT(ErrorOf(decode, json::serialize(less)), testing::HasSubstr(name)) << text;
    for (const char* other : {"null", "-1", "1.5", "{}", R"(["x",{}])"}) {
      json::object changed = whole;
      changed[name] = json::parse(other);
      if (name == "batches" || name == "slots" || name == "updates" || name == "states" ||
          changed[name].kind() != whole.at(name).kind()) {
        EXPECT_NE(ErrorOf(decode, json::serialize(changed)), "") << name << " = " << other;
      }
    }
  }
}

TEST(Protocol, EveryFieldIsChecked) {
  for (const FromWorker& message : MessagesFromWorkers())
    ExpectEveryFieldToBeChecked(kFrom, Encode(message));
  for (const ToWorker& message : MessagesToWorkers())
    ExpectEveryFieldToBeChecked(kTo, Encode(message));
}

TEST(Protocol, NumbersHaveBounds) {
  EXPECT_THAT(ErrorOf(kTo, R"({"type":"setup","threads":4294967297,"selection":"all",)"
                           R"("list_all":false,"send_states":false,"send_final_states":false})"),
              testing::HasSubstr("`threads` of a message is 4294967297"));
}

TEST(Protocol, OtherThingsAreNoMessages) {
  for (const char* text : {"", "null", "[]", "{", R"({"type":"other"})", "\xff\xfe", "1e999"}) {
    EXPECT_NE(ErrorOf(kFrom, text), "") << text;
    EXPECT_NE(ErrorOf(kTo, text), "") << text;
  }
  EXPECT_THAT(ErrorOf(kFrom, R"({"type":"setup"})"), testing::HasSubstr("`setup`"));
  EXPECT_NE(ErrorOf(kTo, std::string(100'000, '[')), "");
}

// Whatever comes, it is either a message or an Error.
TEST(Protocol, Fuzz) {
  std::string valid;
  for (const FromWorker& message : MessagesFromWorkers()) valid += Frame(Encode(message));
  for (const ToWorker& message : MessagesToWorkers()) valid += Frame(Encode(message));
  for (unsigned seed = 0; seed < 3000; ++seed) {
    std::mt19937 random(seed);
    std::string stream = valid;
    if (seed % 4 == 0) stream.resize(random() % stream.size());
    if (seed % 4 == 1) {
      for (char& c : stream) c = static_cast<char>(random());
    }
    for (unsigned flips = random() % 8; flips > 0 && !stream.empty(); --flips)
      stream[random() % stream.size()] ^= static_cast<char>(1u << random() % 8);
    FrameReader reader(false);
    for (std::size_t at = 0; at < stream.size();) {
      const std::size_t piece = 1 + random() % 200;
      reader.Append(std::string_view(stream).substr(at, piece));
      at += piece;
      try {
        while (const auto text = reader.Next()) {
          const std::string message(*text);
          ErrorOf(kFrom, message);
          ErrorOf(kTo, message);
        }
      } catch (const Error&) {
        break;
      }
    }
  }
}

}  // namespace
}  // namespace combtest::internal
