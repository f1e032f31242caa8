#include "combtest/walk_space.h"

#include <algorithm>
#include <boost/json/value.hpp>
#include <boost/random/mersenne_twister.hpp>
#include <boost/random/uniform_int_distribution.hpp>
#include <ostream>
#include <set>
#include <stdexcept>
#include <unordered_set>

#include "combtest/internal/declared.h"
#include "combtest/random.h"
#include "src/space/exclusion.h"
#include "src/space/space_data.h"
#include "src/text/hash.h"

namespace combtest {

WalkSpace internal::WalkAccess::WithFixtures(WalkSpace space, const FixtureOps* fixtures) {
  space.data_->fixtures = fixtures;
  return space;
}

using internal::ExclusionCursor;
using internal::SpaceData;
using internal::WalkAccess;

WalkSpace::WalkSpace(std::vector<internal::ActionEntry> actions, const internal::StateOps* state,
                     std::shared_ptr<const void> initial_state, std::vector<Predicate> predicates,
                     internal::Declared declared)
    : data_(std::make_shared<const SpaceData>(std::move(actions), state, std::move(initial_state),
                                              std::move(predicates), std::move(declared))) {}

WalkId WalkSpace::full_size() const { return data_->size; }
bool WalkSpace::HasExclusions() const { return data_->has_exclusions; }
std::size_t WalkSpace::action_count() const { return data_->actions.size(); }
const std::string& WalkSpace::ActionName(std::size_t action) const {
  return data_->actions.at(action).name;
}
bool WalkSpace::IsSerial(std::size_t action) const { return data_->actions.at(action).serial; }
std::size_t WalkSpace::OptionCount(std::size_t action) const {
  return data_->actions.at(action).options.size();
}

WalkId WalkSpace::CountIncluded() const {
  if (!data_->has_exclusions) return data_->size;
  return internal::CountIncluded(data_, 0, data_->size);
}

bool WalkSpace::Includes(const Walk& walk) const {
  return !data_->has_exclusions || !ExclusionCursor(data_).Excluded(walk.id());
}

Walk WalkSpace::operator[](WalkId id) const {
  if (id >= data_->size) {
    throw std::out_of_range("there is no walk " + std::to_string(id) + " in a space of " +
                            std::to_string(data_->size));
  }
  return WalkAccess::Make(data_, id);
}

Walk WalkSpace::At(const std::vector<std::size_t>& option_indices) const {
  if (option_indices.size() != action_count()) {
    throw std::out_of_range("a walk of " + std::to_string(action_count()) +
                            " actions needs as many option indices, not " +
                            std::to_string(option_indices.size()));
  }
  WalkId id = 0;
  for (std::size_t a = 0; a < option_indices.size(); ++a) {
    if (option_indices[a] >= data_->radix[a]) {
      throw std::out_of_range(ActionName(a) + " has " + std::to_string(data_->radix[a]) +
                              " options, none at index " + std::to_string(option_indices[a]));
    }
    id += option_indices[a] * data_->stride[a];
  }
  return WalkAccess::Make(data_, id);
}

std::optional<Walk> WalkSpace::Find(std::string_view name) const {
  const auto options = data_->Names().Find(name);
  if (!options) return std::nullopt;
  return At(*options);
}

std::vector<Walk> WalkSpace::Sample(std::size_t count, std::uint64_t seed) const {
  std::set<WalkId> chosen;
  ExclusionCursor exclusions(data_);
  const WalkId size = data_->size;
  if (count < size / 2) {
    // Few of many: draw until enough differ. Where exclusions leave too few to hit, fall through.
    boost::random::mt19937_64 engine(seed);
    boost::random::uniform_int_distribution<WalkId> ids(0, size - 1);
    for (std::size_t draws = 0; chosen.size() < count && draws < 100 * count + 1000; ++draws) {
      const WalkId id = ids(engine);
      if (!exclusions.Excluded(id)) chosen.insert(id);
    }
  }
  if (chosen.size() < count) {
    // Reservoir sampling over all that is included (Vitter 1985, algorithm R).
    boost::random::mt19937_64 engine(seed);
    std::vector<WalkId> reservoir;
    WalkId seen = 0;
    for (WalkId id = exclusions.Next(0, size); id < size; id = exclusions.Next(id + 1, size)) {
      ++seen;
      if (reservoir.size() < count) {
        reservoir.push_back(id);
      } else {
        const WalkId at = boost::random::uniform_int_distribution<WalkId>(0, seen - 1)(engine);
        if (at < count) reservoir[at] = id;
      }
    }
    chosen = std::set<WalkId>(reservoir.begin(), reservoir.end());
  }
  std::vector<Walk> walks;
  walks.reserve(chosen.size());
  for (const WalkId id : chosen) walks.push_back(WalkAccess::Make(data_, id));
  return walks;
}

std::uint64_t WalkSpace::Fingerprint() const {
  std::uint64_t hash = internal::kHashSeed;
  for (const internal::ActionEntry& action : data_->actions) {
    hash = internal::Hash(action.name, hash);
    hash = internal::Hash(action.serial ? "\1serial" : "\1", hash);
    for (std::size_t o = 0; o < action.options.size(); ++o) {
      hash = internal::Hash(action.label(action.options[o]), hash);
      hash = internal::Hash("\2", hash);
      hash = internal::Hash(internal::JsonText(action.OptionJson(o)), hash);
      hash = internal::Hash("\3", hash);
    }
  }
  return hash;
}

WalkSpace::Iterator WalkSpace::begin() const { return Iterator(data_, 0); }
WalkSpace::Iterator WalkSpace::end() const { return Iterator(data_, data_->size); }

WalkSpace::Iterator::Iterator(std::shared_ptr<const SpaceData> data, WalkId id)
    : data_(std::move(data)), id_(id) {
  if (!data_->has_exclusions || id_ == data_->size) return;
  exclusions_ = std::make_shared<ExclusionCursor>(data_);
  SkipExcluded();
}

void WalkSpace::Iterator::SkipExcluded() {
  if (exclusions_ != nullptr) id_ = exclusions_->Next(id_, data_->size);
}

Walk WalkSpace::Iterator::operator*() const { return WalkAccess::Make(data_, id_); }

WalkSpace::Iterator& WalkSpace::Iterator::operator++() {
  ++id_;
  SkipExcluded();
  return *this;
}

std::ostream& operator<<(std::ostream& out, const WalkSpace& space) {
  for (std::size_t a = 0; a < space.action_count(); ++a) {
    if (a > 0) out << " x ";
    out << space.ActionName(a) << '(' << std::to_string(space.OptionCount(a))
        << (space.IsSerial(a) ? ", serial)" : ")");
  }
  return out << " = " << std::to_string(space.full_size())
             << (space.full_size() == 1 ? " walk" : " walks")
             << (space.HasExclusions() ? ", less exclusions" : "");
}

namespace internal {

std::uint64_t UniformBelow(std::uint64_t bound, std::uint64_t seed) {
  boost::random::mt19937_64 engine(seed);
  return boost::random::uniform_int_distribution<std::uint64_t>(0, bound - 1)(engine);
}

}  // namespace internal
}  // namespace combtest
