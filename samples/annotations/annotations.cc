// A listener of one's own: failed walks as annotations, which GitHub shows beside the code of a
// pull request.
#include <combtest/gtest.h>

#include <array>
#include <iostream>
#include <memory>
#include <string>
#include <string_view>

namespace {

// As GitHub's workflow commands want it: what isn't text in a message, and in one of its
// properties.
std::string Escaped(std::string_view text, bool property) {
  std::string escaped;
  for (const char c : text) {
    if (c == '%') {
      escaped += "%25";
    } else if (c == '\r') {
      escaped += "%0D";
    } else if (c == '\n') {
      escaped += "%0A";
    } else if (property && c == ':') {
      escaped += "%3A";
    } else if (property && c == ',') {
      escaped += "%2C";
    } else {
      escaped += c;
    }
  }
  return escaped;
}

class GitHubAnnotations : public combtest::RunListener {
 public:
  explicit GitHubAnnotations(std::ostream& out) : out_(out) {}

  void OnWalkEnd(const combtest::WalkResult& result, const combtest::Walk& walk) override {
    if (!result.failed()) return;
    const std::string title = combtest::ToString(walk) + " " + combtest::ToString(result.outcome);
    if (result.failures.empty()) Annotate({}, title, "in " + result.where);
    for (const combtest::Failure& failure : result.failures)
      Annotate(failure, title, failure.message);
  }

  void OnRunEnd(const combtest::RunSummary& summary) override {
    for (const combtest::Failure& failure : summary.run_failures)
      Annotate(failure, summary.name, failure.where + ": " + failure.message);
  }

 private:
  void Annotate(const combtest::Failure& failure, const std::string& title,
                const std::string& message) {
    std::string line = "::error ";
    if (!failure.file.empty()) {
      line += "file=" + Escaped(failure.file, true) + ",line=" + std::to_string(failure.line) + ",";
    }
    line += "title=" + Escaped(title, true) + "::" + Escaped(message, false) + "\n";
    // At the beginning of a line, wherever others have stopped.
    out_ << "\n" + line << std::flush;
  }

  std::ostream& out_;
};

struct Order {
  int pieces = 0;
};

struct Take : combtest::Action {
  static constexpr std::array kOptions = {1, 12};
  void Run(int pieces, Order& order) const { order.pieces = pieces; }
};

struct Discount : combtest::Action {
  static constexpr std::array kOptions = {0, 50, 200};
  void Run(int percent, Order& order) const {
    const int price = order.pieces * (100 - percent);
    EXPECT_GE(price, 0) << percent << "% of 100, or\nmore";
  }
};

}  // namespace

COMBTEST_WALKS(OrderWalks, Order, Take, Discount);

int main(int argc, char** argv) {
  testing::InitGoogleTest(&argc, argv);
  combtest::AddListener(std::make_shared<GitHubAnnotations>(std::cout));
  return RUN_ALL_TESTS();
}
