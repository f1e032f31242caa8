#include "src/selection/array.h"

#include <algorithm>
#include <iostream>
#include <numeric>
#include <span>
#include <utility>
#include <vector>

#include "combtest/action.h"
#include "combtest/config.h"
#include "combtest/duration.h"
#include "src/arrays/constraints.h"
#include "src/arrays/generate.h"
#include "src/arrays/random.h"
#include "src/arrays/tuple_space.h"
#include "src/selection/array_file.h"
#include "src/selection/array_model.h"
#include "src/space/space_data.h"
#include "src/text/hash.h"
#include "src/text/list_text.h"

namespace combtest::internal {
namespace {

using arrays::Rows;
using arrays::Value;

bool IsFree(const ArrayModel& of, const ArrayWish& wish) {
  return of.model.clauses.empty() && of.model.predicates.empty() && wish.included.empty();
}

bool Has(std::span<const Value> row, std::span<const Value> options) {
  for (std::size_t c = 0; c < row.size(); ++c) {
    if (options[c] != arrays::kDontCare && row[c] != options[c]) return false;
  }
  return true;
}

std::vector<Value> OptionsOf(const IncludedWalk& included) {
  std::vector<Value> row;
  for (const auto& option : included.options)
    row.push_back(option ? static_cast<Value>(*option) : arrays::kDontCare);
  return row;
}

// The walks to include that the given rows don't have yet. Each is tried by itself, so that an
// error names it.
void AddIncluded(const ArrayWish& wish, const arrays::Settings& settings, arrays::Model& to) {
  arrays::Constraints constraints(to, settings);
  const std::vector<Value> any(to.levels.size(), arrays::kDontCare);
  for (const IncludedWalk& included : wish.included) {
    const std::vector<Value> row = OptionsOf(included);
    std::vector<Value> completed;
    if (constraints.Complete(row, any, completed) != arrays::Verdict::kPossible)
      throw Error(included.text + ": no walk that isn't excluded has these options");
    bool there = false;
    for (std::size_t r = 0; r < to.given.size(); ++r) there = there || Has(to.given[r], row);
    if (!there) to.given.Add(row);
  }
}

arrays::Costs CostsOf(const SpaceData& data) {
  arrays::Costs costs;
  costs.per_row = static_cast<std::uint64_t>(data.wish.walk_cost.count());
  for (const std::size_t action : data.serial_actions) {
    const auto& cost = data.wish.serial_costs[action];
    const auto per_run =
        static_cast<std::uint64_t>(cost.value_or(std::chrono::nanoseconds(0)).count());
    costs.serial.push_back({static_cast<int>(action), per_run});
  }
  const bool any = std::any_of(costs.serial.begin(), costs.serial.end(),
                               [](const auto& serial) { return serial.per_run > 0; });
  if (!any) costs.serial.clear();
  return costs;
}

// Which option is which makes no difference to coverage where nothing is constrained: the first row
// gets all first options, and the others vary with the seed.
void Rename(const arrays::Model& model, std::uint64_t seed, Rows& rows) {
  arrays::Random random(seed);
  for (std::size_t c = 0; c < model.levels.size() && !rows.empty(); ++c) {
    std::vector<Value> names(static_cast<std::size_t>(model.levels[c]));
    std::iota(names.begin(), names.end(), 0);
    random.Shuffle(names);
    std::swap(names[static_cast<std::size_t>(rows[0][c])],
              *std::find(names.begin(), names.end(), 0));
    for (std::size_t r = 0; r < rows.size(); ++r)
      rows[r][c] = names[static_cast<std::size_t>(rows[r][c])];
  }
}

// A small model needs no long search. 0: as the generator thinks fit.
std::uint64_t StepsFor(const arrays::Model& model, std::uint64_t memory_limit) {
  constexpr std::uint64_t kStepsPerTuple = 50'000, kLeast = 1'000'000, kMost = 20'000'000;
  const arrays::TupleSpace space(model, memory_limit, arrays::TupleSpace::Use::kCount);
  const std::uint64_t steps = std::max(kLeast, space.tuples() * kStepsPerTuple);
  return steps < kMost ? steps : 0;
}

std::string Costing(const arrays::Expense& expense) {
  return CountText(expense.rows, "walk") + " with " + CountText(expense.serial_runs, "serial run") +
         " (" + DurationText(std::chrono::nanoseconds(static_cast<std::int64_t>(expense.cost))) +
         ")";
}

}  // namespace

std::optional<unsigned> StrengthOf(const WalkSpace& space, std::optional<unsigned> asked) {
  const ArrayWish& wish = WalkAccess::Data(space)->wish;
  if (!asked && wish.all_walks()) return std::nullopt;
  const unsigned strength = asked ? *asked : wish.strength.value_or(1);
  if (strength >= space.action_count()) return std::nullopt;
  return strength;
}

namespace {

// The rows in order of gain, those that were given first, without any that adds nothing.
Rows Ordered(const arrays::Model& model, const Rows& rows) {
  // Of a million rows nobody sees the order, which takes longer than the rows.
  constexpr std::uint64_t kMostTuples = 20'000'000;
  const arrays::TupleSpace space(model, ~std::uint64_t{0}, arrays::TupleSpace::Use::kCount);
  if (rows.size() * space.combinations() > kMostTuples) return rows;
  const std::size_t given = std::max<std::size_t>(1, model.given.size());
  Rows ordered(rows.columns());
  for (const std::size_t row : arrays::GainOrder(model, rows, given)) ordered.Add(rows[row]);
  ordered.Shorten(std::max(given, arrays::RowsThatCover(model, ordered)));
  return ordered;
}

// Fills in all but the walks.
Rows NewRows(const WalkSpace& space, WalkId first, const ArrayModel& of, arrays::Settings settings,
             WalkArray& result) {
  const SpaceData& data = *WalkAccess::Data(space);
  arrays::Model model = of.model;
  if (settings.steps == 0) settings.steps = StepsFor(model, settings.memory_limit);
  const bool is_free = IsFree(of, data.wish) && model.given.empty();
  if (!is_free) {
    if (model.given.empty()) {
      model.given = Rows(model.levels.size());
      model.given.Add(RowOf(space, first));
    }
    AddIncluded(data.wish, settings, model);
  }
  const arrays::Costs costs = CostsOf(data);
  arrays::Array array;
  if (costs.serial.empty()) {
    array = arrays::Generate(model, settings);
  } else {
    arrays::BranchedArray branched = arrays::GenerateBranched(model, costs, settings);
    array = std::move(branched.array);
    result.expense = branched.few_branches ? branched.branched : branched.plain;
    result.other = branched.few_branches ? branched.plain : branched.branched;
  }
  result.covered = array.counts.covered;
  result.impossible = array.counts.impossible;
  result.undecided = array.counts.undecided;
  if (is_free) Rename(model, settings.seed, array.rows);
  Rows rows = Ordered(model, array.rows);
  if (result.expense) result.expense = arrays::ExpenseOf(rows, costs);
  return rows;
}

// Of the rows of a file.
void RequireCompletable(const arrays::Model& model, const arrays::Settings& settings,
                        const ArrayPlace& place) {
  arrays::Constraints constraints(model, settings);
  const std::vector<Value> any(model.levels.size(), arrays::kDontCare);
  std::vector<Value> row;
  for (std::size_t r = 0; r < model.given.size(); ++r) {
    if (constraints.Complete(model.given[r], any, row) == arrays::Verdict::kPossible) continue;
    throw Error(
        "--combtest_array: " + place.file + ": walk " + std::to_string(r + 1) + " of " +
        place.suite +
        " has options that no walk has now; take its line out, and others are added for it");
  }
}

// The given rows, completed, where they cover everything and have what is to be included; else
// none.
Rows AllThere(arrays::Model model, const ArrayWish& wish, arrays::Settings settings,
              WalkArray& result) {
  const std::size_t rows = model.given.size();
  if (rows == 0) return {};
  AddIncluded(wish, settings, model);
  settings.steps = 1;
  const arrays::Array array = arrays::Generate(model, settings);
  if (array.rows.size() > rows) return {};
  result.covered = array.counts.covered;
  result.impossible = array.counts.impossible;
  result.undecided = array.counts.undecided;
  return array.rows;
}

// Of the rows only the walks to include are kept.
Rows Optimized(arrays::Model model, const ArrayWish& wish, const arrays::Settings& settings,
               const ArrayPlace& place, const Rows& rows) {
  const auto end = std::chrono::steady_clock::now() + place.optimize;
  std::vector<bool> kept(rows.size());
  for (const IncludedWalk& included : wish.included) {
    std::size_t at = 0;
    while (!Has(rows[at], OptionsOf(included))) ++at;
    kept[at] = true;
  }
  Rows ordered(rows.columns());
  for (const bool first : {true, false}) {
    for (std::size_t r = 0; r < rows.size(); ++r) {
      if (kept[r] == first) ordered.Add(rows[r]);
    }
    if (first) model.given = ordered;
  }
  constexpr std::uint64_t kSlice = 5'000'000;  // some hundredths of a second
  arrays::Optimizer optimizer(model, settings, ordered);
  while (!optimizer.Done() && std::chrono::steady_clock::now() < end) optimizer.Run(kSlice);
  return Ordered(model, optimizer.Best().rows);
}

// Extends what is in the file, where need be; as many of its rows as are needed.
Rows KeptRows(const WalkSpace& space, WalkId first, ArrayModel of, const arrays::Settings& settings,
              const ArrayPlace& place, WalkArray& result) {
  ArrayFile file(place.file);
  of.model.given = file.RowsOf(place.suite, space);
  RequireCompletable(of.model, settings, place);
  Rows rows = AllThere(of.model, WalkAccess::Data(space)->wish, settings, result);
  if (rows.empty()) rows = NewRows(space, first, of, settings, result);
  if (place.optimize.count() > 0) {
    Rows fewer = Optimized(of.model, WalkAccess::Data(space)->wish, settings, place, rows);
    if (fewer.size() < rows.size()) {
      rows = std::move(fewer);
      file.Replace(place.suite, space, rows);
    }
  }
  file.Extend(place.suite, space, rows);
  std::size_t needed = arrays::RowsThatCover(of.model, rows);
  for (const IncludedWalk& included : WalkAccess::Data(space)->wish.included) {
    std::size_t at = 0;
    while (!Has(rows[at], OptionsOf(included))) ++at;
    needed = std::max(needed, at + 1);
  }
  rows.Shorten(needed);
  return rows;
}

}  // namespace

WalkArray MakeArray(const WalkSpace& space, unsigned strength, const arrays::Settings& settings,
                    const std::optional<ArrayPlace>& place) {
  WalkArray result;
  result.strength = strength;
  const WalkId first = ExclusionCursor(WalkAccess::Data(space)).Next(0, space.full_size());
  if (first == space.full_size()) {
    result.walks = WalkSet::Of({});
    return result;
  }
  const ArrayModel of = ModelOf(space, strength);
  try {
    const Rows rows = place ? KeptRows(space, first, of, settings, *place, result)
                            : NewRows(space, first, of, settings, result);
    WalkSet::Builder walks;
    for (std::size_t r = 0; r < rows.size(); ++r) walks.Add(WalkOf(space, rows[r]));
    result.walks = walks.Build();
  } catch (const arrays::ArrayError& error) {
    throw Error("an array of strength " + std::to_string(strength) + ": " + error.what());
  }
  return result;
}

namespace {

// Where a strength is more than it can be.
void SayThatAllRun(const WalkSpace& space, const std::string& name, std::optional<unsigned> asked) {
  if (!asked || *asked == config::kAllWalks || *asked <= space.action_count()) return;
  std::cerr << "combtest: " << name << ": a strength of " << *asked << " among "
            << CountText(space.action_count(), "action") << " is every walk\n";
}

}  // namespace

std::optional<WalkArray> ArrayFor(const WalkSpace& space, const std::string& name,
                                  const config::Settings& settings, std::optional<unsigned> asked) {
  if (settings.optimize.count() > 0 && settings.array.empty()) {
    throw Error(
        "--combtest_optimize needs --combtest_array=FILE: what it finds depends on the machine, "
        "so it has to be kept");
  }
  if (!asked) asked = settings.strength;
  const auto strength = StrengthOf(space, asked);
  if (!strength) {
    SayThatAllRun(space, name, asked ? asked : WalkAccess::Data(space)->wish.strength);
    return std::nullopt;
  }
  std::optional<ArrayPlace> place;
  if (!settings.array.empty()) place = {settings.array, name, settings.optimize};
  arrays::Settings effort;
  effort.seed = settings.seed;
  return MakeArray(space, *strength, effort, place);
}

std::string ArrayText(const WalkSpace& space, const WalkArray& array) {
  std::string text = std::to_string(array.walks.size()) + " of " +
                     CountText(space.full_size(), "walk") + " cover ";
  text += array.strength == 1
              ? "each option"
              : "each combination of " + std::to_string(array.strength) + " actions' options";
  if (array.impossible > 0)
    text += " but " + std::to_string(array.impossible) + " that no walk can have";
  if (array.undecided > 0) {
    text += "; " + std::to_string(array.undecided) +
            " are UNDECIDED: whether a walk can have them took too long to find out, and none of "
            "these has";
  }
  if (array.expense) {
    text += "; " + Costing(*array.expense);
    if (array.other->cost > array.expense->cost) text += " rather than " + Costing(*array.other);
  }
  return text;
}

std::string HashOf(const WalkSet& walks) { return HexDigits(Hash(walks.ToText(), kHashSeed), 16); }

}  // namespace combtest::internal
