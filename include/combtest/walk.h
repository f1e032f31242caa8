// One option chosen for every action, in order.
#ifndef COMBTEST_WALK_H_
#define COMBTEST_WALK_H_

#include <boost/json/fwd.hpp>
#include <compare>
#include <cstddef>
#include <iosfwd>
#include <memory>
#include <string>
#include <string_view>
#include <typeinfo>

#include "combtest/internal/option_of.h"
#include "combtest/outcome.h"

namespace combtest {

class WalkSpace;

namespace internal {
struct SpaceData;
class WalkAccess;
}  // namespace internal

// A small handle (a shared space and an id): cheap to copy, safe to read from several threads.
// It prints as its actions with their options: `SetBlockSize(4096), Write("hello"), Remount(true)`.
class Walk {
 public:
  // The index in the full product of its space, the last action varying fastest.
  WalkId id() const;
  // The number of actions.
  std::size_t size() const;
  // The space it belongs to; a walk built by hand has one of its own.
  WalkSpace space() const;

  // This walk's option of the action type A (its first, where A is in the walk more than once);
  // null where the walk has no such action. Lives as long as the space.
  template <class A>
  const OptionOf<A>* Option() const {
    return static_cast<const OptionOf<A>*>(FindOption(typeid(A)));
  }
  // The option at place `index` (from 0), as a T; null where it is of another type.
  // Throws std::out_of_range where the walk has no such place, as do the following.
  template <class T>
  const T* OptionAt(std::size_t index) const {
    return OptionType(index) == typeid(T) ? static_cast<const T*>(OptionPointer(index)) : nullptr;
  }
  // The option's place in its action's list, from 0.
  std::size_t OptionIndex(std::size_t index) const;
  const std::string& ActionName(std::size_t index) const;
  bool IsSerial(std::size_t index) const;
  // `"hello"`, `4096`; as JSON.
  std::string OptionText(std::size_t index) const;
  boost::json::value OptionJson(std::size_t index) const;
  // `Write("hello")`.
  std::string ActionText(std::size_t index) const;

  // The name in tests, filters and traces: `SetBlockSize_4096__Write_hello__Remount_true`. Made of
  // the options' labels alone, so other options don't change it. Throws Error where two options
  // have one name.
  std::string name() const;

  // Same actions with equal options in the same order; options are compared by ==, else by their
  // JSON.
  friend bool operator==(const Walk& a, const Walk& b);
  // Walks of one space are ordered by id; walks of different spaces are unordered, unless equal.
  friend std::partial_ordering operator<=>(const Walk& a, const Walk& b);
  // The actions of `a`, then those of `b`, in a space of its own. Throws Error where they run on
  // different types of state.
  friend Walk operator+(const Walk& a, const Walk& b);
  friend std::ostream& operator<<(std::ostream& out, const Walk& walk);

 private:
  friend class internal::WalkAccess;
  Walk(std::shared_ptr<const internal::SpaceData> space, WalkId id);

  const void* FindOption(const std::type_info& action) const;
  const void* OptionPointer(std::size_t index) const;
  const std::type_info& OptionType(std::size_t index) const;

  std::shared_ptr<const internal::SpaceData> space_;
  WalkId id_ = 0;
};

std::string ToString(const Walk& walk);

}  // namespace combtest

#endif  // COMBTEST_WALK_H_
