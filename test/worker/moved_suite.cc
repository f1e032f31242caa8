// Walks that move between workers, as some take longer than others. Each process keeps an account
// of the states that it has made and destroyed.
#include <combtest/combtest.h>
#include <unistd.h>

#include <boost/describe.hpp>
#include <mutex>
#include <set>
#include <string>

#include "test/support/up_to.h"
#include "test/worker/misbehave.h"

namespace {

struct Room;
std::set<const Room*>& Living() {
  static auto* const living = new std::set<const Room*>;
  return *living;
}
std::mutex& mutex = *new std::mutex;
int made = 0, destroyed = 0;

void Born(const Room* room) {
  const std::lock_guard lock(mutex);
  ++made;
  if (!Living().insert(room).second) AppendLine("accounts", "made where there is one");
}
void Dead(const Room* room) {
  const std::lock_guard lock(mutex);
  ++destroyed;
  if (Living().erase(room) == 0) AppendLine("accounts", "destroyed twice");
}
struct AtEnd {
  ~AtEnd() { AppendLine("accounts", std::to_string(made) + " " + std::to_string(destroyed)); }
} at_end;

struct Room {
  int number = 0;
  int entered_in = 0;
  Room() { Born(this); }
  Room(const Room& other) : number(other.number), entered_in(other.entered_in) { Born(this); }
  Room& operator=(const Room&) = default;
  ~Room() { Dead(this); }
};
BOOST_DESCRIBE_STRUCT(Room, (), (number, entered_in))

struct Enter : combtest::Action {
  static auto Options() { return combtest::test::UpTo(40); }
  void Run(int number, Room& room) const {
    room.number = number;
    room.entered_in = ::getpid();
  }
};
struct Clean : combtest::SerialAction {
  static constexpr std::array kOptions = {0, 1, 2};
  void Run(int) const {}
};
// First the walks of one shard take long, then those of the other.
struct Stay : combtest::Action {
  static constexpr std::array kOptions = {0};
  void Run(int, Room& room) const { ::usleep(room.number % 2 == 0 ? 4000 : 0); }
};
struct Check : combtest::SerialAction {
  static constexpr std::array kOptions = {0};
  void Run(int) const {}
};
struct Leave : combtest::Action {
  static constexpr std::array kOptions = {0};
  void Run(int, Room& room) const {
    ::usleep(room.number % 2 == 1 ? 4000 : 0);
    if (room.entered_in != ::getpid()) AppendLine("moved", std::to_string(room.number));
  }
};

}  // namespace

int main(int argc, char** argv) {
  if (!combtest::Init(&argc, argv)) return 0;
  return combtest::RunTests<Room, Enter, Clean, Stay, Check, Leave>().ok() ? 0 : 1;
}
