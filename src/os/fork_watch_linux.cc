#include <pthread.h>
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <cstdlib>
#include <cstring>
#include <mutex>
#include <new>
#include <system_error>
#include <thread>
#include <utility>

#include "src/os/awake_clock.h"
#include "src/os/fork_watch.h"
#include "src/os/worker_process.h"

namespace combtest::internal {
namespace {

// With a child that waits for something, and with one that is busy, or hasn't had its turn yet.
constexpr auto kPatience = std::chrono::milliseconds(250);
constexpr auto kPatienceWithBusy = std::chrono::seconds(5);
constexpr std::size_t kMaxNote = 400;

enum State : std::uint32_t {
  kFree,
  kForked,  // the child hasn't come to itself yet
  kAlive,
  kBack,
};

// A child, or one of its own. What parent and child share.
struct Entry {
  std::atomic<std::uint32_t> state;
  std::atomic<std::uint64_t> token;  // of the scope in which it was forked; 0: nobody knows
  // Held by the child. The kernel takes it away where the child ends or replaces its program
  // (set_robust_list(2)).
  pthread_mutex_t life;
  std::atomic<pid_t> pid;
  std::uint32_t by_exit;
  std::uint64_t action;
  std::array<char, kMaxNote> where, walk;
};

struct SharedPages {
  std::atomic<std::uint64_t> comebacks;
  std::array<Entry, 64> entries;
};

SharedPages* shared = nullptr;
// Not 0 in the process that set it. The kernel wipes it in a child, whatever way that was forked.
std::atomic<std::uint32_t>* own_page = nullptr;

// Never destroyed: a process may fork to its end.
std::mutex& watches_mutex = *new std::mutex;
std::vector<ForkWatch*>& watches = *new std::vector<ForkWatch*>;
std::uint64_t next_number = 1;

thread_local ForkWatch* innermost = nullptr;
// Between the two halves of a fork by this thread:
thread_local bool is_watched = false;
thread_local Entry* forking = nullptr;
// In a child:
std::atomic<bool> is_child = false;
Entry* own_entry = nullptr;

void* Map(std::size_t size, int flags) {
  void* const pages = ::mmap(nullptr, size, PROT_READ | PROT_WRITE, flags | MAP_ANONYMOUS, -1, 0);
  if (pages == MAP_FAILED) throw std::system_error(errno, std::generic_category(), "mmap");
  return pages;
}

void InitLife(Entry& entry) {
  pthread_mutexattr_t attributes;
  ::pthread_mutexattr_init(&attributes);
  ::pthread_mutexattr_setpshared(&attributes, PTHREAD_PROCESS_SHARED);
  ::pthread_mutexattr_setrobust(&attributes, PTHREAD_MUTEX_ROBUST);
  ::pthread_mutex_init(&entry.life, &attributes);
  ::pthread_mutexattr_destroy(&attributes);
}

// Whether nobody holds it any more.
bool HasGone(Entry& entry) {
  const int taken = ::pthread_mutex_trylock(&entry.life);
  if (taken == EBUSY) return false;
  if (taken == EOWNERDEAD) ::pthread_mutex_consistent(&entry.life);
  ::pthread_mutex_unlock(&entry.life);
  return true;
}

bool IsBusy(pid_t pid) {
  const char state = ProcessState(pid);
  return state == 'R' || state == 'D';
}

// Null where all are in use.
Entry* TakeFree(std::uint64_t token) {
  for (const bool look_closer : {false, true}) {
    for (Entry& entry : shared->entries) {
      std::uint32_t state = entry.state;
      // Of a child that was too late for its scope, and has gone since.
      if (look_closer && state == kAlive && HasGone(entry))
        entry.state.compare_exchange_strong(state, kFree);
      std::uint32_t expected = kFree;
      if (!entry.state.compare_exchange_strong(expected, kForked)) continue;
      if (!HasGone(entry)) {  // its last child is about to
        entry.state = kFree;
        continue;
      }
      entry.token = token;
      return &entry;
    }
  }
  return nullptr;
}

void CopyText(const std::string& text, std::array<char, kMaxNote>& to) {
  const std::size_t length = std::min(text.size(), to.size() - 1);
  std::memcpy(to.data(), text.data(), length);
  to[length] = '\0';
}

Comeback TakeOut(Entry& entry) {
  Comeback comeback{entry.action, entry.where.data(), entry.walk.data(), entry.by_exit != 0};
  entry.state = kFree;
  return comeback;
}

}  // namespace

struct ForkHandlers {
  // The one whose code this thread runs, or the only one that runs any.
  static ForkWatch* Running() {
    if (innermost != nullptr) return innermost->inside_ ? innermost : nullptr;
    const std::lock_guard lock(watches_mutex);
    ForkWatch* running = nullptr;
    for (ForkWatch* const watch : watches) {
      if (!watch->inside_) continue;
      if (running != nullptr) return nullptr;
      running = watch;
    }
    return running;
  }
  static bool AnyRuns() {
    const std::lock_guard lock(watches_mutex);
    return std::any_of(watches.begin(), watches.end(),
                       [](const ForkWatch* watch) { return watch->inside_.load(); });
  }

  static void Prepare() {
    is_watched = AnyRuns();
    if (!is_watched) return;
    ForkWatch* const watch = Running();
    forking = TakeFree(watch != nullptr ? watch->scope_.load() : 0);
    if (watch != nullptr) watch->forked_ = true;
    watches_mutex.lock();  // so that the child finds it free
  }
  static void InParent() {
    if (is_watched) watches_mutex.unlock();
  }
  static void InChild() {
    if (!is_watched) return;
    watches_mutex.unlock();
    is_child = true;
    *own_page = 0;
    std::uint32_t expected = kForked;
    if (forking != nullptr) forking->pid = ::getpid();
    const bool known = forking != nullptr && ::pthread_mutex_trylock(&forking->life) == 0 &&
                       forking->state.compare_exchange_strong(expected, kAlive);
    own_entry = known ? forking : nullptr;
  }

  static void AtExit() {
    if (!is_child) return;
    const ForkWatch* const watch = Running();
    if (watch != nullptr) {
      if (!watch->may_exit_()) watch->EndChild(true);
      return;
    }
    Tell({}, 0, true);
    ::_exit(kCameBack);
  }

  static void Tell(const Comeback& comeback, std::uint64_t token, bool by_exit) {
    Entry* const entry = own_entry != nullptr ? own_entry : TakeFree(token);
    if (entry != nullptr) {
      entry->action = comeback.action;
      entry->by_exit = by_exit ? 1 : 0;
      CopyText(comeback.where, entry->where);
      CopyText(comeback.walk, entry->walk);
      entry->state = kBack;
    }
    ++shared->comebacks;
  }

  static void Begin() {
    shared = new (Map(sizeof(SharedPages), MAP_SHARED)) SharedPages;
    for (Entry& entry : shared->entries) InitLife(entry);
    const auto size = static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
    own_page = new (Map(size, MAP_PRIVATE)) std::atomic<std::uint32_t>;
    // Where the kernel can't (before Linux 4.14), the handlers tell.
    ::madvise(own_page, size, MADV_WIPEONFORK);
    ::pthread_atfork(Prepare, InParent, InChild);
    std::atexit(AtExit);
    std::at_quick_exit(AtExit);
  }
};

ForkWatch::ForkWatch(std::function<Comeback()> where, std::function<bool()> may_exit)
    : where_(std::move(where)), may_exit_(std::move(may_exit)), number_([] {
        const std::lock_guard lock(watches_mutex);
        if (shared == nullptr) ForkHandlers::Begin();
        return next_number++;
      }()) {
  scope_ = number_ << 40;  // a scope may take 20 ns
  comebacks_ = &shared->comebacks;
  own_page_ = own_page;
  seen_ = *comebacks_;
  outer_ = std::exchange(innermost, this);
  const std::lock_guard lock(watches_mutex);
  watches.push_back(this);
}

ForkWatch::~ForkWatch() {
  innermost = outer_;
  const std::lock_guard lock(watches_mutex);
  std::erase(watches, this);
}

void ForkWatch::EndChild(bool by_exit) const {
  try {
    ForkHandlers::Tell(where_(), scope_, by_exit);
  } catch (...) {
    ForkHandlers::Tell({}, scope_, by_exit);
  }
  ::_exit(kCameBack);
}

std::vector<Comeback> ForkWatch::Collect(bool take) {
  std::vector<Comeback> comebacks;
  const std::uint64_t token = scope_;
  // Frozen children don't come to an end either.
  AwakeTime time(std::chrono::milliseconds(100));
  const auto begin = time.Now();
  auto quiet = begin;
  const bool forked = forked_.exchange(false);
  while (true) {
    seen_ = *comebacks_;
    const auto now = time.Now();
    const bool late = !forked || now > quiet + kPatience || now > begin + kPatienceWithBusy;
    bool waits = false;
    for (Entry& entry : shared->entries) {
      if (entry.token != token) continue;
      std::uint32_t state = entry.state;
      if (state == kAlive && HasGone(entry) && entry.state.compare_exchange_strong(state, kFree))
        continue;
      if (state == kBack && take) comebacks.push_back(TakeOut(entry));
      // A child that can't come to itself by now, or that there never was.
      if (late && state == kForked) entry.state.compare_exchange_strong(state, kFree);
      waits = waits || state == kForked || state == kAlive;
      if (state == kForked || (state == kAlive && IsBusy(entry.pid))) quiet = now;
    }
    if (!waits || late) return comebacks;
    std::this_thread::sleep_for(std::chrono::microseconds(500));
  }
}

std::vector<Comeback> ForkWatch::TakeLateComebacks() {
  std::vector<Comeback> comebacks;
  if (shared == nullptr) return comebacks;
  for (Entry& entry : shared->entries) {
    if (entry.state == kBack) comebacks.push_back(TakeOut(entry));
  }
  return comebacks;
}

}  // namespace combtest::internal
