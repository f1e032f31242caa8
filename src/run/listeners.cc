#include "src/run/listeners.h"

#include <algorithm>
#include <exception>
#include <iostream>
#include <mutex>
#include <typeinfo>
#include <utility>

#include "combtest/internal/type_name.h"
#include "src/engine/walk_runner.h"
#include "src/os/exit_watch.h"
#include "src/os/fork_watch.h"
#include "src/worker/role.h"

namespace combtest {
namespace internal {
namespace {

thread_local bool in_listener = false;

struct Registry {
  std::mutex calls;  // one call at a time
  std::mutex mutex;  // guards the rest
  Listeners program;
  std::vector<std::weak_ptr<RunListener>> broken;  // they have thrown

  static Registry& Get() {
    static Registry registry;
    return registry;
  }
  bool IsBroken(const std::shared_ptr<RunListener>& listener) const {
    return std::any_of(broken.begin(), broken.end(),
                       [&](const auto& one) { return one.lock() == listener; });
  }
};

}  // namespace

Listeners ListenersOf(const Listeners& own) {
  if (in_listener || CurrentWorkerRole() != nullptr) return {};
  Registry& registry = Registry::Get();
  const std::lock_guard lock(registry.mutex);
  Listeners all = registry.program;
  for (const auto& listener : own) {
    if (listener != nullptr) all.push_back(listener);
  }
  std::erase_if(all, [&](const auto& listener) { return registry.IsBroken(listener); });
  return all;
}

template <class Function>
void ListenerBroadcast::Call(Entry& entry, Function call) {
  if (entry.broken) return;
  Registry& registry = Registry::Get();
  std::string what;
  {
    const std::lock_guard lock(registry.calls);
    in_listener = true;
    SetPlaceOfThread(&entry.place);
    ForkWatch forks([&entry] { return Comeback{0, entry.place, {}, false}; }, [] { return true; });
    try {
      const ForkWatch::Scope scope(forks);
      call(*entry.listener);
    } catch (const std::exception& error) {
      what = TypeName(typeid(error)) + ": " + error.what();
    } catch (...) {
      what = "an exception that isn't a std::exception";
    }
    in_listener = false;
    SetPlaceOfThread(nullptr);
    if (forks.has_forked()) {
      for (const Comeback& comeback : forks.TakeComebacks())
        errors_.push_back(ComebackText(comeback));
    }
  }
  if (what.empty()) return;
  entry.broken = true;
  errors_.push_back(entry.place + " threw " + what + "; it is called no more");
  std::cerr << ("combtest: " + errors_.back() + "\n") << std::flush;
  const std::lock_guard lock(registry.mutex);
  std::erase_if(registry.broken, [](const auto& one) { return one.expired(); });
  registry.broken.push_back(entry.listener);
}

template <class Function>
void ListenerBroadcast::CallAll(Function call) {
  for (Entry& entry : entries_) Call(entry, call);
}

ListenerBroadcast::ListenerBroadcast(const Listeners& listeners) {
  for (const auto& listener : listeners) {
    const RunListener& one = *listener;
    Entry& entry = entries_.emplace_back(Entry{listener, "the listener " + TypeName(typeid(one))});
    Call(entry, [&entry](const RunListener& asked) { entry.wants_walks = asked.WantsWalks(); });
  }
}

std::vector<Failure> ListenerBroadcast::TakeFailures() {
  std::vector<Failure> failures;
  for (std::string& error : std::exchange(errors_, {})) {
    failures.push_back({Failure::Severity::kFatal, Failure::Origin::kException, "", 0,
                        std::move(error), "a listener"});
  }
  return failures;
}

bool ListenerBroadcast::WantsWalks() const {
  return std::any_of(entries_.begin(), entries_.end(),
                     [](const Entry& entry) { return entry.wants_walks; });
}
void ListenerBroadcast::OnRunBegin(const RunInfo& run) {
  CallAll([&](RunListener& listener) { listener.OnRunBegin(run); });
}
void ListenerBroadcast::OnPhaseBegin(const PhaseInfo& phase) {
  CallAll([&](RunListener& listener) { listener.OnPhaseBegin(phase); });
}
void ListenerBroadcast::OnPhaseEnd(const PhaseInfo& phase) {
  CallAll([&](RunListener& listener) { listener.OnPhaseEnd(phase); });
}
void ListenerBroadcast::OnSerialBegin(const SerialInfo& serial) {
  CallAll([&](RunListener& listener) { listener.OnSerialBegin(serial); });
}
void ListenerBroadcast::OnSerialEnd(const SerialInfo& serial) {
  CallAll([&](RunListener& listener) { listener.OnSerialEnd(serial); });
}
void ListenerBroadcast::OnWalkEnd(const WalkResult& result, const Walk& walk) {
  for (Entry& entry : entries_) {
    if (entry.wants_walks)
      Call(entry, [&](RunListener& listener) { listener.OnWalkEnd(result, walk); });
  }
}
void ListenerBroadcast::OnWorkerStart(const WorkerInfo& worker) {
  CallAll([&](RunListener& listener) { listener.OnWorkerStart(worker); });
}
void ListenerBroadcast::OnWorkerEnd(const WorkerInfo& worker) {
  CallAll([&](RunListener& listener) { listener.OnWorkerEnd(worker); });
}
void ListenerBroadcast::OnOutput(const OutputLine& line) {
  CallAll([&](RunListener& listener) { listener.OnOutput(line); });
}
void ListenerBroadcast::OnRunEnd(const RunSummary& summary) {
  CallAll([&](RunListener& listener) { listener.OnRunEnd(summary); });
}

}  // namespace internal

void AddListener(std::shared_ptr<RunListener> listener) {
  if (listener == nullptr) return;
  internal::Registry& registry = internal::Registry::Get();
  const std::lock_guard lock(registry.mutex);
  registry.program.push_back(std::move(listener));
}

}  // namespace combtest
