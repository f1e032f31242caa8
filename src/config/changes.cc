#include "src/config/changes.h"

#include <algorithm>
#include <mutex>
#include <vector>

namespace combtest::internal {
namespace {

struct Listeners {
  std::mutex mutex;
  std::vector<void (*)()> all;
  static Listeners& Get() {
    static auto* const kListeners = new Listeners;  // settings may change till the end
    return *kListeners;
  }
};

}  // namespace

void OnSettingsChange(void (*listener)()) {
  Listeners& listeners = Listeners::Get();
  const std::lock_guard lock(listeners.mutex);
  if (std::find(listeners.all.begin(), listeners.all.end(), listener) == listeners.all.end())
    listeners.all.push_back(listener);
}

void TellOfSettingsChange() {
  Listeners& listeners = Listeners::Get();
  std::vector<void (*)()> all;
  {
    const std::lock_guard lock(listeners.mutex);
    all = listeners.all;
  }
  for (const auto listener : all) listener();  // which may ask for the settings
}

}  // namespace combtest::internal
