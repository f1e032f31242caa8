#include "combtest/walk.h"

#include <boost/json/value.hpp>
#include <ostream>
#include <sstream>
#include <stdexcept>
#include <utility>

#include "combtest/internal/type_name.h"
#include "src/space/read_tracker.h"
#include "src/space/space_data.h"

namespace combtest {

using internal::ActionEntry;
using internal::ReadTracker;
using internal::SpaceData;

namespace {

bool SameOption(const Walk& a, const Walk& b, std::size_t index) {
  const ActionEntry& entry = internal::WalkAccess::Data(a)->actions[index];
  const ActionEntry& other = internal::WalkAccess::Data(b)->actions[index];
  if (*entry.type != *other.type) return false;
  const void* x = entry.options[a.OptionIndex(index)];
  const void* y = other.options[b.OptionIndex(index)];
  return entry.equal != nullptr ? entry.equal(x, y) : a.OptionJson(index) == b.OptionJson(index);
}

ActionEntry Narrowed(const SpaceData& space, std::size_t action, std::size_t option) {
  ActionEntry entry = space.actions[action];
  entry.options = {entry.options[option]};
  return entry;
}

}  // namespace

Walk::Walk(std::shared_ptr<const SpaceData> space, WalkId id) : space_(std::move(space)), id_(id) {}

WalkId Walk::id() const {
  ReadTracker::NoteAll(*space_, size());
  return id_;
}

std::size_t Walk::size() const { return space_->actions.size(); }

WalkSpace Walk::space() const { return internal::WalkAccess::Space(space_); }

std::size_t Walk::OptionIndex(std::size_t index) const {
  if (index >= size()) {
    throw std::out_of_range("a walk of " + std::to_string(size()) + " actions has none at index " +
                            std::to_string(index));
  }
  ReadTracker::Note(*space_, index);
  return space_->OptionIndex(id_, index);
}

const void* Walk::FindOption(const std::type_info& action) const {
  for (std::size_t i = 0; i < size(); ++i) {
    if (*space_->actions[i].type == action) return OptionPointer(i);
  }
  return nullptr;
}

const void* Walk::OptionPointer(std::size_t index) const {
  return space_->actions[index].options[OptionIndex(index)];
}

const std::type_info& Walk::OptionType(std::size_t index) const {
  return *space_->actions.at(index).option_type;
}

const std::string& Walk::ActionName(std::size_t index) const {
  return space_->actions.at(index).name;
}

bool Walk::IsSerial(std::size_t index) const { return space_->actions.at(index).serial; }

std::string Walk::OptionText(std::size_t index) const {
  const std::size_t option = OptionIndex(index);
  return space_->Texts()[index][option];
}

boost::json::value Walk::OptionJson(std::size_t index) const {
  return space_->actions[index].OptionJson(OptionIndex(index));
}

std::string Walk::ActionText(std::size_t index) const {
  return ActionName(index) + "(" + OptionText(index) + ")";
}

std::string Walk::name() const {
  std::vector<std::size_t> options(size());
  for (std::size_t i = 0; i < size(); ++i) options[i] = OptionIndex(i);
  return space_->Names().Compose(options);
}

bool operator==(const Walk& a, const Walk& b) {
  if (a.space_ == b.space_) return a.id() == b.id();
  if (a.size() != b.size()) return false;
  for (std::size_t i = 0; i < a.size(); ++i) {
    if (!SameOption(a, b, i)) return false;
  }
  return true;
}

std::partial_ordering operator<=>(const Walk& a, const Walk& b) {
  if (a.space_ == b.space_) return a.id() <=> b.id();
  return a == b ? std::partial_ordering::equivalent : std::partial_ordering::unordered;
}

Walk operator+(const Walk& a, const Walk& b) {
  const SpaceData& left = *a.space_;
  const SpaceData& right = *b.space_;
  if (left.state != nullptr && right.state != nullptr && *left.state->type != *right.state->type) {
    throw Error("walks on different states can't be concatenated: " +
                internal::TypeName(*left.state->type) + " and " +
                internal::TypeName(*right.state->type));
  }
  std::vector<ActionEntry> actions;
  for (const Walk* walk : {&a, &b}) {
    for (std::size_t i = 0; i < walk->size(); ++i) {
      actions.push_back(Narrowed(*walk->space_, i, walk->OptionIndex(i)));
    }
  }
  const bool runnable = left.state != nullptr && right.state != nullptr;
  return internal::WalkAccess::Space(std::move(actions), runnable ? left.state : nullptr,
                                     runnable ? left.initial_state : nullptr, {})[0];
}

std::ostream& operator<<(std::ostream& out, const Walk& walk) {
  for (std::size_t i = 0; i < walk.size(); ++i) {
    if (i > 0) out << ", ";
    out << walk.ActionName(i) << '(' << walk.OptionText(i) << ')';
  }
  return out;
}

std::string ToString(const Walk& walk) {
  std::ostringstream out;
  out << walk;
  return out.str();
}

}  // namespace combtest
