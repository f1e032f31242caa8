#include "src/explain/combination.h"

#include <algorithm>
#include <stdexcept>

#include "src/space/space_data.h"

namespace combtest::internal::explain {

Row RowOf(const WalkSpace& space, WalkId id) {
  const SpaceData& data = *WalkAccess::Data(space);
  Row row;
  row.reserve(data.actions.size());
  for (std::size_t action = 0; action < data.actions.size(); ++action)
    row.push_back(static_cast<std::uint32_t>(data.OptionIndex(id, action)));
  return row;
}

WalkId IdOf(const WalkSpace& space, const Row& row) {
  const SpaceData& data = *WalkAccess::Data(space);
  WalkId id = 0;
  for (std::size_t action = 0; action < row.size(); ++action)
    id += row[action] * data.stride[action];
  return id;
}

Combination::Combination(std::vector<Choice> choices) : choices_(std::move(choices)) {
  std::sort(choices_.begin(), choices_.end());
  const auto twice =
      std::adjacent_find(choices_.begin(), choices_.end(),
                         [](const Choice& a, const Choice& b) { return a.action == b.action; });
  if (twice != choices_.end())
    throw std::invalid_argument("a combination has two options of one action");
}

bool Combination::Matches(std::span<const std::uint32_t> row) const {
  return std::all_of(begin(), end(),
                     [&](const Choice& choice) { return row[choice.action] == choice.option; });
}

bool Combination::Has(const Choice& choice) const {
  return std::binary_search(begin(), end(), choice);
}

bool Combination::Includes(const Combination& other) const {
  return std::includes(begin(), end(), other.begin(), other.end());
}

Combination Combination::With(const Choice& choice) const {
  std::vector<Choice> choices = choices_;
  choices.push_back(choice);
  return Combination(std::move(choices));
}

Combination Combination::Without(const Choice& choice) const {
  Combination without = *this;
  std::erase(without.choices_, choice);
  return without;
}

std::string ToText(const WalkSpace& space, const Choice& choice) {
  const SpaceData& data = *WalkAccess::Data(space);
  const std::string& name = space.ActionName(choice.action);
  // Of actions of one name, the place tells which.
  std::size_t same = 0;
  std::size_t place = 0;
  for (std::size_t action = 0; action < data.actions.size(); ++action) {
    if (data.actions[action].name != name) continue;
    ++same;
    if (action <= choice.action) ++place;
  }
  return name + (same > 1 ? "#" + std::to_string(place) : "") + "=" +
         data.Texts()[choice.action][choice.option];
}

std::string ToText(const WalkSpace& space, const Combination& combination) {
  if (combination.empty()) return "any options";
  std::string text;
  for (std::size_t i = 0; i < combination.size(); ++i) {
    if (i > 0) text += i + 1 == combination.size() ? " and " : ", ";
    text += ToText(space, combination[i]);
  }
  return text;
}

}  // namespace combtest::internal::explain
