#include "src/engine/final_states.h"

#include <boost/json/value.hpp>
#include <exception>

#include "combtest/action.h"
#include "src/record/state_json.h"
#include "src/text/read_json.h"

namespace combtest::internal {

bool FinalStates::has(std::uint64_t slot) const {
  return (slot < json_.size() && !json_[slot].empty()) || (made_ != nullptr && made_->alive(slot));
}

boost::json::value FinalStates::Json(std::uint64_t slot) const {
  if (!came_as_json() || json_[slot].empty()) return StateToJson(ops_, (*made_)[slot]);
  boost::json::error_code wrong;
  boost::json::value value = ReadJson(json_[slot], wrong);
  if (wrong) throw Error(wrong.message());
  return value;
}

std::string FinalStates::Text(std::uint64_t slot) const {
  if (came_as_json()) return std::string(json_[slot]);
  std::string text;
  AppendStateJson(ops_, (*made_)[slot], text);
  return text;
}

void* FinalStates::Read(std::uint64_t slot) {
  if (came_as_json() && read_ == nullptr) {
    read_ = std::make_unique<StateSlab>(ops_, json_.size());
    made_ = read_.get();
  }
  if (!made_->alive(slot)) Make(*made_, slot, Json(slot));
  return (*made_)[slot];
}

std::string FinalStates::WhyUnreadable(std::uint64_t slot) {
  try {
    if (came_as_json()) {
      Read(slot);
    } else if (ops_.from_json != nullptr && !ops_.always_plain_json()) {
      StateSlab another(ops_, 1);
      Make(another, 0, Json(slot));
    }
    return {};
  } catch (const std::exception& error) {
    return error.what();
  }
}

void FinalStates::Make(StateSlab& states, std::uint64_t slot, const boost::json::value& json) {
  const std::string text = "its state can't be read back from JSON: ";
  try {
    states.ops().from_json(states[slot], json);
    states.MarkAlive(slot);
  } catch (const std::exception& error) {
    throw Error(text + error.what());
  } catch (...) {
    throw Error(text + "an exception that isn't a std::exception");
  }
}

void FinalStates::DropUnless(const std::function<bool(std::uint64_t slot)>& ended) {
  for (std::uint64_t slot = 0; slot < size(); ++slot) {
    if (!ended(slot)) Drop(slot);
  }
}

void FinalStates::Drop(std::uint64_t slot) {
  if (slot < json_.size()) json_.Drop(slot);
  if (made_ != nullptr) made_->DropWatched(slot);
}

}  // namespace combtest::internal
