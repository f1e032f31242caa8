// What a worker shares with the orchestrator, or on another machine with its supervisor: a page on
// which it notes what it is about to do, and a buffer of messages that haven't gone into the pipe
// yet. Both outlive it, so nothing that it had finished is in doubt when it dies, and no walk costs
// a system call.
#ifndef COMBTEST_SRC_WIRE_SHARED_PAGE_H_
#define COMBTEST_SRC_WIRE_SHARED_PAGE_H_

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <optional>

namespace combtest::internal {

// How much of its part a thread has behind it. One word, so that its numbers agree whenever the
// thread is killed.
struct Progress {
  std::uint64_t finished = 0;  // positions that are over, and all their messages written
  std::uint64_t ran = 0;       // of those, walks that ran at all
  std::uint64_t passed = 0;    // of those, walks that passed

  static constexpr int kBits = 21;
  std::uint64_t Pack() const { return finished | ran << kBits | passed << (2 * kBits); }
  static Progress Unpack(std::uint64_t packed) {
    constexpr std::uint64_t kMask = (std::uint64_t{1} << kBits) - 1;
    return {packed & kMask, packed >> kBits & kMask, packed >> (2 * kBits)};
  }
};
inline constexpr std::uint64_t kMaxPart = std::uint64_t{1} << (Progress::kBits - 1);

// How a thread ended its process.
struct ThreadDeath {
  std::uint64_t place = 0;       // among those who did, from 1 on; 0: it didn't
  std::optional<int> exit_code;  // of exit() or _exit(); nothing: a fatal signal, or it isn't known

  static constexpr int kBits = 32;
  std::uint64_t Pack() const {
    const std::uint64_t code = exit_code ? static_cast<std::uint32_t>(*exit_code) + 1u : 0;
    return place | code << kBits;
  }
  static ThreadDeath Unpack(std::uint64_t packed) {
    ThreadDeath death{packed & ((std::uint64_t{1} << kBits) - 1), {}};
    // Memory that a walk has scribbled over may name any.
    if (const std::uint64_t code = packed >> kBits; code != 0 && code <= 256)
      death.exit_code = static_cast<int>(code - 1);
    return death;
  }
};

// One thread of a worker. Written by that thread alone.
struct alignas(64) ThreadMarker {
  // The batch that the thread has a part of; 0: none, and the rest means nothing.
  std::atomic<std::uint64_t> batch;
  std::atomic<std::uint64_t> from;      // where its part begins, as a position in the batch
  std::atomic<std::uint64_t> begun;     // positions below it have been begun
  std::atomic<std::uint64_t> progress;  // a packed Progress
  std::atomic<std::uint64_t> action;    // the action that runs
  std::atomic<std::uint64_t> death;     // a packed ThreadDeath
};

inline constexpr std::size_t kMaxMarkers = 1024;
inline constexpr std::size_t kOutboxBytes = 1u << 20;

struct SharedPage {
  // Bytes written to the stream since it began, and how many of those are in the pipe. The rest
  // stands in `outbox`, at its number modulo kOutboxBytes.
  std::atomic<std::uint64_t> written;
  std::atomic<std::uint64_t> flushed;
  std::atomic<std::uint64_t> dropped_records;  // of the log, since the worker began
  std::atomic<std::uint64_t> threads;          // how many markers are in use
  std::atomic<std::uint64_t> ending;           // not 0: the worker has been told to end
  // Not 0: it destroys states whose walks went on elsewhere, and ended there.
  std::atomic<std::uint64_t> clearing;
  std::atomic<std::uint64_t> server;  // the process that serves, by its id
  std::atomic<std::uint64_t> others;  // not 0: another one came to serve, too, and has ended
  std::atomic<std::uint64_t> served;  // not 0: it has done all that it was told, to the end
  ThreadMarker markers[kMaxMarkers];
  char outbox[kOutboxBytes];
};
static_assert(std::atomic<std::uint64_t>::is_always_lock_free);

}  // namespace combtest::internal

#endif  // COMBTEST_SRC_WIRE_SHARED_PAGE_H_
