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
#include "src/selection/array_times.h"
#include "src/selection/budget.h"
#include "src/selection/included_walks.h"
#include "src/space/space_data.h"
#include "src/text/exact_duration.h"
#include "src/text/hash.h"
#include "src/text/list_text.h"

namespace combtest::internal {
namespace {

using arrays::Rows;
using arrays::Value;
using std::chrono::nanoseconds;

constexpr std::size_t kMaxCutOff = 5;  // names to show

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

// What is declared, else what was measured. No serial ones where none costs anything.
arrays::Costs CostsOf(const SpaceData& data, const std::optional<ArrayTimes>& times) {
  arrays::Costs costs;
  const nanoseconds walk = times ? times->walk : nanoseconds(std::chrono::milliseconds(1));
  costs.per_row = static_cast<std::uint64_t>(data.wish.walk_cost.value_or(walk).count());
  for (const std::size_t action : data.serial_actions) {
    nanoseconds measured{};
    if (times) {
      const auto found = times->serial.find(data.actions[action].name);
      if (found != times->serial.end()) measured = found->second;
    }
    const nanoseconds cost = data.wish.serial_costs[action].value_or(measured);
    costs.serial.push_back({static_cast<int>(action), static_cast<std::uint64_t>(cost.count())});
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

// Of what an array is made.
struct Making {
  const WalkSpace& space;
  WalkId first;  // the first walk that isn't excluded
  ArrayWish wish;
  arrays::Costs costs;
  arrays::Settings settings;
};

// Fills in all but the walks.
Rows NewRows(const Making& making, const ArrayModel& of, WalkArray& result) {
  const arrays::Costs& costs = making.costs;
  arrays::Settings settings = making.settings;
  arrays::Model model = of.model;
  if (settings.steps == 0) settings.steps = StepsFor(model, settings.memory_limit);
  const bool is_free = IsFree(of, making.wish) && model.given.empty();
  if (!is_free) {
    if (model.given.empty()) {
      model.given = Rows(model.levels.size());
      model.given.Add(RowOf(making.space, making.first));
    }
    AddIncluded(making.wish, settings, model);
  }
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

std::size_t PlaceOf(const IncludedWalk& included, const Rows& rows) {
  const std::vector<Value> options = OptionsOf(included);
  std::size_t at = 0;
  while (!Has(rows[at], options)) ++at;
  return at;
}

bool IsCheaper(const Rows& a, const Rows& b, const arrays::Costs& costs) {
  if (costs.serial.empty()) return a.size() < b.size();
  return arrays::ExpenseOf(a, costs).cost < arrays::ExpenseOf(b, costs).cost;
}

// Of the rows only the walks to include are kept.
Rows Optimized(const Making& making, arrays::Model model, const ArrayPlace& place, const Rows& rows,
               const arrays::Counts& counts) {
  const auto end = std::chrono::steady_clock::now() + place.optimize;
  std::vector<bool> kept(rows.size());
  for (const IncludedWalk& included : making.wish.included) kept[PlaceOf(included, rows)] = true;
  Rows ordered(rows.columns());
  for (const bool first : {true, false}) {
    for (std::size_t r = 0; r < rows.size(); ++r) {
      if (kept[r] == first) ordered.Add(rows[r]);
    }
    if (first) model.given = ordered;
  }
  arrays::Model searched = model;
  if (!making.costs.serial.empty()) {
    // Costs may have been unknown when these rows were made. Then no branch is added.
    const arrays::Array again =
        arrays::GenerateBranched(model, making.costs, making.settings).array;
    if (IsCheaper(again.rows, ordered, making.costs) && CoversNoLess(again.counts, counts))
      ordered = again.rows;
    searched = arrays::WithinBranches(model, making.costs, ordered);
  }
  constexpr std::uint64_t kSlice = 5'000'000;  // some hundredths of a second
  arrays::Optimizer optimizer(searched, making.settings, ordered);
  while (!optimizer.Done() && std::chrono::steady_clock::now() < end) optimizer.Run(kSlice);
  return Ordered(model, optimizer.Best().rows);
}

// Extends what is in the file, where need be.
Rows KeptRows(const Making& making, ArrayModel of, const ArrayPlace& place, ArrayFile& file,
              WalkArray& result) {
  of.model.given = file.RowsOf(place.suite, making.space);
  RequireCompletable(of.model, making.settings, place);
  Rows rows = AllThere(of.model, making.wish, making.settings, result);
  if (rows.empty()) rows = NewRows(making, of, result);
  if (place.optimize.count() > 0) {
    const arrays::Counts counts{result.covered, result.impossible, result.undecided};
    Rows fewer = Optimized(making, of.model, place, rows, counts);
    if (IsCheaper(fewer, rows, making.costs)) {
      rows = std::move(fewer);
      file.Replace(place.suite, making.space, rows);
    }
  }
  file.Extend(place.suite, making.space, rows);
  if (!making.costs.serial.empty()) result.expense = arrays::ExpenseOf(rows, making.costs);
  return rows;
}

// So many of the file's rows cover all and have what is included.
std::size_t Needed(const Making& making, const arrays::Model& model, const Rows& rows) {
  std::size_t needed = arrays::RowsThatCover(model, rows);
  for (const IncludedWalk& included : making.wish.included)
    needed = std::max(needed, PlaceOf(included, rows) + 1);
  return needed;
}

// The times of the file, or those of traces, which are then put there.
std::optional<ArrayTimes> Times(const WalkSpace& space, const ArrayPlace& place, ArrayFile& file) {
  if (place.times.empty()) return file.TimesOf(place.suite);
  try {
    auto times = TimesFrom(place.times, place.suite, space, file.RowsOf(place.suite, space));
    if (!times) return file.TimesOf(place.suite);
    file.SetTimes(place.suite, *times);
    return times;
  } catch (const Error& error) {
    throw Error("--combtest_times: " + std::string(error.what()));
  }
}

Budget BudgetOf(const Making& making, const ArrayPlace& place, const ArrayTimes& times,
                const Rows& rows, std::size_t needed) {
  Budget budget{place.budget, times.walks, making.costs, place.lanes, needed};
  budget.rows.resize(rows.size());
  for (nanoseconds& time : budget.rows) {
    if (time.count() == 0) time = times.walk;
  }
  return budget;
}

// Of so many rows those that aren't chosen.
std::vector<std::size_t> LeftOut(const Affordable& chosen, std::size_t rows) {
  std::vector<bool> runs(rows);
  for (const std::size_t row : chosen.rows) {
    if (row < rows) runs[row] = true;
  }
  std::vector<std::size_t> left_out;
  for (std::size_t row = 0; row < rows; ++row) {
    if (!runs[row]) left_out.push_back(row);
  }
  return left_out;
}

// Of the rows those for which there is time: those to include, then by what they cover of the
// strength, then of the next one, for which the file is extended.
Rows WithinTime(const Making& making, const ArrayModel& of, const ArrayPlace& place,
                const std::optional<ArrayTimes>& times, ArrayFile& file, Rows rows,
                WalkArray& result) {
  if (!times) {
    throw Error("--combtest_budget: " + place.file + " has no times of " + place.suite +
                "; --combtest_times=TRACE takes them from an earlier run with --combtest_log_dir");
  }
  ArrayBudget& said = result.budget.emplace();
  said.time = place.budget;
  said.strength = result.strength;
  std::vector<std::size_t> first;
  for (const IncludedWalk& included : making.wish.included) {
    const std::size_t at = PlaceOf(included, rows);
    if (std::find(first.begin(), first.end(), at) == first.end()) first.push_back(at);
  }
  std::size_t needed = Needed(making, of.model, rows);
  Affordable chosen =
      WithinBudget(of.model, rows, BudgetOf(making, place, *times, rows, needed), first);
  if (chosen.rows.empty()) {
    throw Error("--combtest_budget: " + DurationText(place.budget) +
                " isn't enough for one walk of " + place.suite + ", which takes " +
                DurationText(times->walk) + " on the average");
  }
  const bool room =
      LeftOut(chosen, needed).empty() && chosen.expected + times->walk / place.lanes < place.budget;
  if (room && result.strength + 1 < making.space.action_count() &&
      result.strength < static_cast<unsigned>(arrays::kMaxStrength)) {
    const ArrayModel higher = ModelOf(making.space, result.strength + 1);
    WalkArray of_higher;
    try {
      ArrayPlace there = place;
      there.optimize = {};
      rows = KeptRows(making, higher, there, file, of_higher);
      const std::size_t of_all = Needed(making, higher.model, rows);
      chosen = WithinBudget(higher.model, rows, BudgetOf(making, place, *times, rows, of_all),
                            chosen.rows);
      said.strength = result.strength + 1;
      needed = of_all;
    } catch (const arrays::TooLarge&) {
      // Those of the strength that is asked for are all there.
    }
  }
  said.expected = chosen.expected;
  WalkSet::Builder cut_off;
  for (const std::size_t row : LeftOut(chosen, needed))
    cut_off.Add(WalkOf(making.space, rows[row]));
  said.cut_off = cut_off.Build();
  result.expense.reset();  // that of all rows
  Rows affordable(rows.columns());
  for (const std::size_t row : chosen.rows) affordable.Add(rows[row]);
  return affordable;
}

Rows RowsFromFile(Making& making, const ArrayModel& of, const ArrayPlace& place,
                  WalkArray& result) {
  ArrayFile file(place.file);
  const std::optional<ArrayTimes> times = Times(making.space, place, file);
  making.costs = CostsOf(*WalkAccess::Data(making.space), times);
  Rows rows = KeptRows(making, of, place, file, result);
  if (place.budget.count() > 0)
    return WithinTime(making, of, place, times, file, std::move(rows), result);
  rows.Shorten(Needed(making, of.model, rows));
  return rows;
}

}  // namespace

WalkArray MakeArray(const WalkSpace& space, unsigned strength, const arrays::Settings& settings,
                    const std::optional<ArrayPlace>& place,
                    const std::vector<IncludedWalk>& included) {
  WalkArray result;
  result.strength = strength;
  const auto data = WalkAccess::Data(space);
  const WalkId first = ExclusionCursor(data).Next(0, space.full_size());
  if (first == space.full_size()) {
    result.walks = WalkSet::Of({});
    return result;
  }
  const ArrayModel of = ModelOf(space, strength);
  Making making{space, first, data->wish, CostsOf(*data, std::nullopt), settings};
  making.wish.included.insert(making.wish.included.end(), included.begin(), included.end());
  try {
    const Rows rows =
        place ? RowsFromFile(making, of, *place, result) : NewRows(making, of, result);
    WalkSet::Builder walks;
    for (std::size_t r = 0; r < rows.size(); ++r) walks.Add(WalkOf(space, rows[r]));
    result.walks = walks.Build();
  } catch (const arrays::ArrayError& error) {
    throw Error("an array of strength " + std::to_string(strength) + ": " + error.what());
  }
  return result;
}

namespace {

// What depends on more than the suite and the seed has to be kept.
void CheckNeedsOfFile(const config::Settings& settings) {
  if (!settings.array.empty()) return;
  if (settings.optimize.count() > 0) {
    throw Error(
        "--combtest_optimize needs --combtest_array=FILE: what it finds depends on the machine, "
        "so it has to be kept");
  }
  const char* option = settings.budget.count() > 0                               ? "budget"
                       : !settings.times.empty()                                 ? "times"
                       : !settings.include.empty() && IsTraces(settings.include) ? "include"
                                                                                 : nullptr;
  if (option == nullptr) return;
  throw Error("--combtest_" + std::string(option) +
              " needs --combtest_array=FILE: what is read from a trace has to be kept");
}

// Where a strength is more than it can be.
void SayThatAllRun(const WalkSpace& space, const std::string& name, std::optional<unsigned> asked) {
  if (!asked || *asked == config::kAllWalks || *asked <= space.action_count()) return;
  std::cerr << "combtest: " << name << ": a strength of " << std::to_string(*asked) << " among "
            << CountText(space.action_count(), "action") << " is every walk\n";
}

}  // namespace

std::optional<WalkArray> ArrayFor(const WalkSpace& space, const std::string& name,
                                  const config::Settings& settings, std::optional<unsigned> asked,
                                  unsigned lanes) {
  CheckNeedsOfFile(settings);
  if (!asked) asked = settings.strength;
  const auto strength = StrengthOf(space, asked);
  if (!strength) {
    if (settings.budget.count() > 0) {
      throw Error(
          "--combtest_budget chooses among the walks of an array, and all walks are to run; "
          "--combtest_strength=2 makes one");
    }
    SayThatAllRun(space, name, asked ? asked : WalkAccess::Data(space)->wish.strength);
    return std::nullopt;
  }
  std::optional<ArrayPlace> place;
  if (!settings.array.empty()) {
    place = {settings.array,     name, settings.optimize, settings.times, settings.budget,
             std::max(1u, lanes)};
  }
  std::vector<IncludedWalk> included;
  if (!settings.include.empty()) included = IncludedFrom(settings.include, name, space);
  arrays::Settings effort;
  effort.seed = settings.seed;
  return MakeArray(space, *strength, effort, place, included);
}

std::string ArrayText(const WalkSpace& space, const WalkArray& array) {
  const std::uint64_t cut_off = array.budget ? array.budget->cut_off.size() : 0;
  const std::uint64_t spared = array.budget ? array.budget->spared.size() : 0;
  std::string text = std::to_string(array.walks.size() + cut_off + spared) + " of " +
                     CountText(space.full_size(), "walk") + " cover ";
  const unsigned strength = array.budget ? array.budget->strength : array.strength;
  text += strength == 1 ? "each option"
                        : "each combination of " + std::to_string(strength) + " actions' options";
  if (array.impossible > 0)
    text += " but " + std::to_string(array.impossible) + " that no walk can have";
  if (array.undecided > 0) {
    text += "; " + std::to_string(array.undecided) +
            " are UNDECIDED: whether a walk can have them took too long to find out, and none of "
            "these has";
  }
  if (array.expense) {
    text += "; " + Costing(*array.expense);
    if (array.other && array.other->cost > array.expense->cost)
      text += " rather than " + Costing(*array.other);
  }
  if (!array.budget) return text;
  const ArrayBudget& budget = *array.budget;
  text += "; " + std::to_string(array.walks.size()) + " of them are expected to take " +
          DurationText(budget.expected) + ", within the budget of " + DurationText(budget.time);
  if (cut_off > 0) {
    std::vector<std::string> names;
    for (std::uint64_t i = 0; i < std::min<std::uint64_t>(cut_off, kMaxCutOff + 1); ++i)
      names.push_back(space[budget.cut_off[i]].name());
    text += ", which cuts off " + ListText(names, cut_off, kMaxCutOff);
  }
  if (spared > 0) {
    text += "; " + CountText(spared, "walk") + " that had failed " +
            (spared == 1 ? "runs" : "run") + " all the same";
  }
  return text;
}

void Spare(WalkArray& array, const WalkSet& failed) {
  if (failed.empty()) return;
  ArrayBudget& budget = *array.budget;
  budget.spared = failed;
  const WalkSet sorted = failed.Sorted();
  budget.cut_off = budget.cut_off.Filtered([&](WalkId id) { return !sorted.Contains(id); });
}

CutOff CutOffOf(const WalkArray& array) {
  if (!array.budget || array.budget->strength != array.strength) return {};
  return {array.budget->cut_off,
          "cut off by --combtest_budget=" + ExactDuration(array.budget->time) + ": " +
              CountText(array.walks.size(), "walk") + " of the array, which should take " +
              DurationText(array.budget->expected) + ", came before it"};
}

std::string HashOf(const WalkSet& walks) { return HexDigits(Hash(walks.ToText(), kHashSeed), 16); }

}  // namespace combtest::internal
