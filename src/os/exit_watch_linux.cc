#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <iostream>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>
#include <vector>

#include "src/os/exit_watch.h"

namespace combtest::internal {
namespace {

struct Watched {
  const ExitWatch* watch;
  ExitWatch::Place place;
  ExitWatch::Finish finish;
};

// Never destroyed: it is used when static objects are.
struct Registry {
  std::mutex mutex;
  std::vector<Watched> watched;
  pid_t process = 0;
  int installed = 0;
  std::optional<std::thread::id> exiting;
  static Registry& Get() {
    static auto* const registry = new Registry;
    return *registry;
  }
};

thread_local const std::string* place_of_thread = nullptr;

std::string PlaceAmong(const std::vector<Watched>& watched) {
  if (place_of_thread != nullptr) return *place_of_thread;
  for (auto one = watched.rbegin(); one != watched.rend(); ++one) {
    if (std::string place = one->place(); !place.empty()) return place;
  }
  return "a place that isn't known";
}

// `call`: "exit(0)". Returns only where the exit may go on as it was asked for.
void OnExit(const std::string& call, int code) {
  std::vector<Watched> watched;
  {
    Registry& registry = Registry::Get();
    const std::lock_guard lock(registry.mutex);
    if (registry.process != ::getpid()) return;
    watched.swap(registry.watched);
    if (!watched.empty()) registry.exiting = std::this_thread::get_id();
  }
  if (watched.empty()) return;
  std::string what = call + " was called in " + PlaceAmong(watched) + ", before the end";
  if (code == 0) what += "; the exit code is " + std::to_string(kExitedEarlyExitCode) + " instead";
  std::cerr << ("combtest: " + what + "\n") << std::flush;
  const bool left = std::any_of(watched.begin(), watched.end(),
                                [](const Watched& one) { return one.finish != nullptr; });
  for (auto one = watched.rbegin(); one != watched.rend(); ++one) {
    if (one->finish) one->finish(what);
  }
  // What is left of a run must not meet the destructors of static objects, nor must they wait for
  // the thread of a listener that is itself at its end.
  if (code == 0 || left || place_of_thread != nullptr)
    ExitAtOnce(code == 0 ? kExitedEarlyExitCode : code);
}

// More than once: what was registered last is called first, and destructors of static objects that
// were made meanwhile mustn't come before.
constexpr int kMaxInstalled = 64;

void Install(Registry& registry) {
  if (registry.installed == kMaxInstalled) return;
  ++registry.installed;
  ::on_exit(
      [](int status, void*) {
        OnExit("exit(" + std::to_string(status) + ")", static_cast<int>(status & 0xff));
      },
      nullptr);
  std::at_quick_exit([] { OnExit("quick_exit", 0); });
}

}  // namespace

ExitWatch::ExitWatch(Place place, Finish finish) {
  Registry& registry = Registry::Get();
  const std::lock_guard lock(registry.mutex);
  Install(registry);
  if (registry.process != ::getpid()) registry.watched.clear();  // those of the parent
  registry.process = ::getpid();
  registry.watched.push_back({this, std::move(place), std::move(finish)});
}

ExitWatch::~ExitWatch() {
  Registry& registry = Registry::Get();
  std::unique_lock lock(registry.mutex);
  if (registry.exiting && *registry.exiting != std::this_thread::get_id()) {
    // Another thread is at its end, and with it the process: what goes on here mustn't be first.
    lock.unlock();
    while (true) ::pause();
  }
  std::erase_if(registry.watched, [this](const Watched& one) { return one.watch == this; });
}

void SetPlaceOfThread(const std::string* place) { place_of_thread = place; }
const std::string* PlaceOfThread() { return place_of_thread; }

void ExitAtOnce(int code) {
  std::cout.flush();
  std::cerr.flush();
  std::fflush(nullptr);
  ::_exit(code);
}

}  // namespace combtest::internal
