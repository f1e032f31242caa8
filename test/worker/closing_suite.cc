// Quick walks, some of which do away with descriptors as CLOSE_KIND says.
#include <combtest/combtest.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cstdlib>
#include <iostream>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "test/support/up_to.h"
#include "test/worker/misbehave.h"

namespace {

constexpr int kMost = 1024;

// Of a worker's channel, the pipe that it writes to or reads from; they stand above 199.
std::vector<int> Channel(int access) {
  std::vector<int> found;
  for (int descriptor = 200; descriptor < kMost; ++descriptor) {
    struct stat status {};
    if (::fstat(descriptor, &status) == 0 && S_ISFIFO(status.st_mode) &&
        (::fcntl(descriptor, F_GETFL) & O_ACCMODE) == access)
      found.push_back(descriptor);
  }
  return found;
}

void Close() {
  const char* given = std::getenv("CLOSE_KIND");
  const std::string kind = given == nullptr ? "all" : given;
  if (kind == "all" || kind == "destructor" || kind == "serial") {
    for (int descriptor = 0; descriptor < kMost; ++descriptor) CloseUnseen(descriptor);
  } else if (kind == "down") {
    for (int descriptor = kMost; descriptor >= 0; --descriptor) CloseUnseen(descriptor);
  } else if (kind == "range") {
    ::syscall(SYS_close_range, 3u, ~0u, 0u);
  } else if (kind == "output" || kind == "input") {
    for (const int descriptor : Channel(kind == "output" ? O_WRONLY : O_RDONLY))
      CloseUnseen(descriptor);
  } else if (kind == "thread") {
    std::thread([] {
      for (int descriptor = 0; descriptor < kMost; ++descriptor) CloseUnseen(descriptor);
    }).join();
  } else if (kind == "replace") {
    const int nothing = ::open("/dev/null", O_RDWR | O_CLOEXEC);
    for (const int access : {O_WRONLY, O_RDONLY}) {
      for (const int descriptor : Channel(access)) ::dup2(nothing, descriptor);
    }
    CloseUnseen(nothing);
  } else if (kind == "reopen") {
    for (int descriptor = 3; descriptor < kMost; ++descriptor) CloseUnseen(descriptor);
    while (::open("/dev/zero", O_RDWR | O_CLOEXEC) < 300) continue;
  }
}

bool ClosesIn(const char* where) {
  const char* kind = std::getenv("CLOSE_KIND");
  return kind != nullptr && kind == std::string(where);
}

struct Place {
  int row = 0, column = 0;
  bool closes = false;
  Place() = default;
  Place(const Place&) = default;
  Place& operator=(const Place&) = default;
  ~Place() {
    if (closes) Close();
  }
};

struct Row : combtest::Action {
  static auto Options() { return combtest::test::UpTo(20); }
  void Run(int option, Place& place) const { place.row = option; }
};
struct Column : combtest::Action {
  static auto Options() { return combtest::test::UpTo(20); }
  void Run(int option, Place& place) const { place.column = option; }
};
struct CloseAll : combtest::Action {
  static constexpr std::string_view kName = "Close";
  static auto Options() { return combtest::test::UpTo(20); }
  void Run(int option, Place& place) const {
    if (place.row % 10 != 3 || place.column % 7 != 2 || option % 6 != 1) return;
    if (ClosesIn("destructor")) {
      place.closes = true;
    } else if (!ClosesIn("serial")) {
      Close();
    }
  }
};
template <combtest::Scope kWhere>
struct Turn : combtest::SerialAction {
  static constexpr std::string_view kName = "Turn";
  static constexpr std::array kOptions = {0, 1, 2};
  static constexpr combtest::Scope kScope = kWhere;
  void Run(int option) const {
    const bool elsewhere = std::getenv("COMBTEST_INTERNAL_ID") != nullptr;
    if (option == 1 && elsewhere == (kWhere != combtest::Scope::kOnce)) Close();
  }
};

template <class State>
void Print(const combtest::Results<State>& results) {
  for (const combtest::WalkResult& walk : results.failed_walks) {
    std::cout << "failed " << walk.id << " " << combtest::ToString(walk.outcome);
    for (const combtest::Failure& failure : walk.failures) std::cout << "; " << failure.message;
    std::cout << "\n";
  }
  std::cout << "ledger " << results.ledger << "\n";
}

}  // namespace

int main(int argc, char** argv) {
  if (!combtest::Init(&argc, argv)) return 0;
  using combtest::Scope;
  const char* serial = std::getenv("CLOSE_SERIAL");
  if (serial == nullptr) {
    Print(combtest::RunTests<Place, Row, Column, CloseAll>());
  } else if (serial == std::string("every")) {
    Print(combtest::RunTests<Place, Row, Turn<Scope::kEveryProcess>, Column>());
  } else if (serial == std::string("here")) {
    const std::string traces = std::string(std::getenv("FAULT_DIR")) + "/traces";
    Print(combtest::RunTests<Place, Row, Turn<Scope::kOnce>, Column>({.log_dir = traces}));
  } else {
    Print(combtest::RunTests<Place, Row, Turn<Scope::kOwnProcess>, Column>());
  }
}
