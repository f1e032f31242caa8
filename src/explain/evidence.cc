#include "src/explain/evidence.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "src/space/space_data.h"

namespace combtest::internal::explain {
namespace {

// Calls f(action, option) for all, the last action first. Division by 32 bits is much quicker.
template <class F>
void ForEachChoice(const Levels& levels, WalkId id, F f) {
  std::size_t action = levels.size();
  for (; action > 0 && id >> 32 != 0; --action) {
    f(action - 1, static_cast<std::uint32_t>(id % levels[action - 1]));
    id /= levels[action - 1];
  }
  auto rest = static_cast<std::uint32_t>(id);
  for (; action > 0; --action) {
    const std::uint32_t level = levels[action - 1];
    const std::uint32_t next = rest / level;
    f(action - 1, rest - next * level);
    rest = next;
  }
}

}  // namespace

Levels LevelsOf(const WalkSpace& space) {
  Levels levels;
  for (std::size_t action = 0; action < space.action_count(); ++action)
    levels.push_back(static_cast<std::uint32_t>(space.OptionCount(action)));
  return levels;
}

Evidence::Evidence(Levels levels, const std::vector<std::uint32_t>& actions,
                   std::vector<Observation> observations, std::uint64_t most_cells)
    : levels_(std::move(levels)), groups_(actions.size()) {
  for (std::size_t group = 0; group < groups_.size(); ++group)
    groups_[group].action = actions[group];
  std::size_t options = 0;
  for (const std::uint32_t level : levels_) {
    first_.push_back(options);
    options += level;
  }
  const auto not_passed = [](const Observation& one) {
    return one.group != Observation::kNone || one.reached != Observation::kAll;
  };
  std::copy_if(observations.begin(), observations.end(), std::back_inserter(others_ids_),
               not_passed);
  std::stable_sort(others_ids_.begin(), others_ids_.end(),
                   [](const Observation& a, const Observation& b) { return a.group < b.group; });

  // Others cost as much as passed walks do; a half is theirs.
  std::vector<std::uint32_t> uses(options);
  const auto count = [&](const Observation& one) {
    ForEachChoice(levels_, one.id, [&](std::size_t action, std::uint32_t option) {
      ++uses[first_[action] + option];
    });
  };
  for (const Observation& one : others_ids_) {
    if (one.group != Observation::kNone) count(one);
  }
  const auto literals = static_cast<std::uint64_t>(
      std::count_if(uses.begin(), uses.end(), [](std::uint32_t used) { return used > 0; }));
  const std::uint64_t most =
      std::max<std::uint64_t>(most_cells / std::max<std::uint64_t>(literals, 1), 128);
  if (others_ids_.size() > most / 2) {
    // As much of each group, and something of every one.
    const double share = static_cast<double>(most) / 2 / static_cast<double>(others_ids_.size());
    std::vector<Observation> kept;
    for (auto begin = others_ids_.begin(); begin != others_ids_.end();) {
      const auto end = std::find_if(begin, others_ids_.end(), [&](const Observation& one) {
        return one.group != begin->group;
      });
      const auto wanted = 1 + static_cast<std::ptrdiff_t>(static_cast<double>(end - begin) * share);
      kept.insert(kept.end(), begin, begin + std::min(wanted, end - begin));
      begin = end;
    }
    left_out_ += others_ids_.size() - kept.size();
    others_ids_ = std::move(kept);
  }

  literal_of_.assign(options, -1);
  for (std::uint32_t action = 0; action < levels_.size(); ++action) {
    for (std::uint32_t option = 0; option < levels_[action]; ++option) {
      if (uses[first_[action] + option] == 0) continue;
      literal_of_[first_[action] + option] = static_cast<std::int32_t>(choices_.size());
      choices_.push_back({action, option});
    }
  }

  others_ = BitTable(choices_.size(), others_ids_.size());
  for (std::size_t walk = 0; walk < others_ids_.size(); ++walk) {
    const Observation& one = others_ids_[walk];
    Put(others_, walk, one.id);
    if (one.group == Observation::kNone) continue;
    Group& group = groups_[one.group];
    if (group.size() == 0) group.begin = walk;
    group.end = walk + 1;
  }

  const auto passed =
      observations.size() -
      static_cast<std::size_t>(std::count_if(observations.begin(), observations.end(), not_passed));
  const auto kept =
      std::min<std::size_t>(passed, most - std::min<std::uint64_t>(most / 2, others_ids_.size()));
  left_out_ += passed - kept;
  passed_ = BitTable(choices_.size(), kept);
  passed_ids_.reserve(kept);
  for (const Observation& one : observations) {
    if (passed_ids_.size() == kept) break;
    if (not_passed(one)) continue;
    Put(passed_, passed_ids_.size(), one.id);
    passed_ids_.push_back(one.id);
  }
}

void Evidence::Put(BitTable& table, std::size_t walk, WalkId id) const {
  ForEachChoice(levels_, id, [&](std::size_t action, std::uint32_t option) {
    const std::int32_t literal = literal_of_[first_[action] + option];
    if (literal >= 0) table.Set(static_cast<std::size_t>(literal), walk);
  });
}

BitTable Evidence::TableOf(const std::vector<WalkId>& walks) const {
  BitTable table(choices_.size(), walks.size());
  for (std::size_t walk = 0; walk < walks.size(); ++walk) Put(table, walk, walks[walk]);
  return table;
}

std::optional<std::size_t> Evidence::LiteralOf(const Choice& choice) const {
  const std::int32_t literal = literal_of_[first_[choice.action] + choice.option];
  return literal < 0 ? std::nullopt : std::optional(static_cast<std::size_t>(literal));
}

std::vector<std::uint64_t> Evidence::PastAction(std::uint32_t action) const {
  std::vector<std::uint64_t> mask(others_.words());
  for (std::size_t walk = 0; walk < others_ids_.size(); ++walk) {
    if (others_ids_[walk].reached > action) mask[walk / 64] |= std::uint64_t{1} << walk % 64;
  }
  return mask;
}

Row Evidence::RowOf(WalkId id) const {
  Row row(levels_.size());
  ForEachChoice(levels_, id,
                [&](std::size_t action, std::uint32_t option) { row[action] = option; });
  return row;
}

}  // namespace combtest::internal::explain
