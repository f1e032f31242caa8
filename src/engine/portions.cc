#include "src/engine/portions.h"

#include <algorithm>
#include <chrono>
#include <utility>

namespace combtest::internal {
namespace {

// So soon a thread looks whether the run has stopped.
constexpr auto kMoment = std::chrono::milliseconds(20);

}  // namespace

Portions::Portions(const PlanStep& phase, const PhaseNeeds& needs, Stock stock, unsigned threads)
    : threads_(threads), stock_(std::move(stock)) {
  for (std::uint64_t slot = phase.first_slot; slot < phase.last_slot; ++slot)
    KindOf(needs.resources(slot)).slots.Append(slot);
  for (const Kind& kind : kinds_) stock_.AddWaiting(kind.needs, kind.slots.size());
}

Portions::Kind& Portions::KindOf(std::uint64_t needs) {
  const auto found = std::find_if(kinds_.begin(), kinds_.end(),
                                  [needs](const Kind& kind) { return kind.needs == needs; });
  if (found != kinds_.end()) return *found;
  kinds_.push_back({needs, {}});
  return kinds_.back();
}

Portion Portions::Take(std::uint64_t size) {
  std::unique_lock lock(mutex_);
  const auto over = [this] {
    return std::all_of(kinds_.begin(), kinds_.end(),
                       [](const Kind& kind) { return kind.slots.size() == 0; });
  };
  if (over()) return {{}, 0, true};
  Kind* kind = MostUrgent();
  if (kind == nullptr) {
    given_back_.wait_for(lock, kMoment, [&] { return (kind = MostUrgent()) != nullptr || over(); });
    if (kind == nullptr) return {};
  }
  // Small enough that the last of a kind keep no thread waiting for long.
  const std::uint64_t fair = kind->slots.size() / (8 * stock_.AtOnce(kind->needs, threads_));
  const Progression slots = kind->slots.TakeFront(std::clamp<std::uint64_t>(fair, 1, size));
  stock_.Take(kind->needs);
  stock_.AddWaiting(kind->needs, 0 - slots.count);
  return {slots, kind->needs, false};
}

Portions::Kind* Portions::MostUrgent() {
  Kind* best = nullptr;
  for (Kind& kind : kinds_) {
    if (kind.slots.size() == 0 || !stock_.Has(kind.needs)) continue;
    if (best == nullptr || stock_.Urgency(kind.needs) > stock_.Urgency(best->needs)) best = &kind;
  }
  return best;
}

void Portions::GiveBack(const Portion& portion) {
  if (portion.needs == 0) return;
  {
    const std::lock_guard lock(mutex_);
    stock_.GiveBack(portion.needs);
  }
  given_back_.notify_all();
}

}  // namespace combtest::internal
