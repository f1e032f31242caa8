#include <algorithm>
#include <optional>

#include "src/arrays/free_array.h"
#include "src/arrays/full_product.h"
#include "src/arrays/generate.h"
#include "src/arrays/improver.h"
#include "src/arrays/tuple_space.h"

namespace combtest::internal::arrays {
namespace {

Model Checked(const Model& model) {
  CheckModel(model);
  Model checked = model;
  checked.strength = std::min(model.strength, static_cast<int>(model.levels.size()));
  return checked;
}

bool IsFree(const Model& model) {
  return model.clauses.empty() && model.predicates.empty() && model.groups.empty() &&
         model.given.empty();
}

int HighestStrength(const Model& model) {
  int strength = model.strength;
  for (const Group& group : model.groups) strength = std::max(strength, group.strength);
  return strength;
}

// Tuples to look at for each row that is built.
std::uint64_t StepsPerRow(const Model& model, const TupleSpace& space) {
  std::uint64_t steps = 0;
  for (std::size_t c = 0; c < space.combinations(); ++c) {
    for (int column : space.combination(c)) {
      steps += static_cast<std::uint64_t>(model.levels[column]);
    }
  }
  return 3 * steps;
}

}  // namespace

class Optimizer::Impl {
 public:
  Impl(const Model& model, const Settings& settings, const Rows& rows)
      : model_(Checked(model)), settings_(settings) {
    if (IsFullProduct(model_)) {
      whole_ = FullProduct(model_, settings_);
      return;
    }
    budget_ = HighestStrength(model_) < 3 ? 48'000'000 : 112'000'000;
    if (settings_.steps != 0) budget_ = settings_.steps;
    patience_ = budget_ / 2;
    if (IsFree(model_) && rows.empty()) {
      StartFree();
    } else {
      improver_.emplace(model_, settings_, rows, Candidates());
    }
  }

  bool Run(std::uint64_t steps) {
    if (Done() || !BeginSearch()) return false;
    bool smaller = false;
    if (free_ && !free_->exhausted()) {
      smaller = free_->Run(steps / 2) && improver_->Adopt(*free_->best());
      steps -= steps / 2;
    }
    return improver_->Run(steps) || smaller;
  }

  // What is left of the budget, as long as that seems worth while: most of what comes, comes soon.
  void Spend() {
    if (!improver_) return;
    if (improver_->StepsToBegin() > (budget_ - std::min(budget_, steps())) / 2) return BuildAgain();
    const std::uint64_t slice = std::max<std::uint64_t>(budget_ / 50, 1);
    std::uint64_t begun = improver_->steps(), last = 0;
    while (!Done() && steps() < budget_) {
      const std::uint64_t spent = improver_->steps() - begun;
      if (settings_.steps == 0 && spent > patience_ + 3 * last) break;
      if (improver_->Run(std::min(slice, budget_ - steps()))) last = improver_->steps() - begun;
      if (improver_->steps() - begun == spent) break;
    }
  }

  bool Done() const {
    return improver_ ? improver_->Done() : !fits_ || whole_->rows.size() <= whole_->lower_bound;
  }
  std::size_t size() const { return improver_ ? improver_->best().size() : whole_->rows.size(); }
  std::uint64_t steps() const {
    return (free_ ? free_->steps() : 0) + (improver_ ? improver_->steps() : 0) + rebuilt_;
  }
  Array Best() const {
    if (!improver_) return *whole_;
    Array array = improver_->Result();
    array.steps = steps();
    return array;
  }

 private:
  // Constructions first, and where these aren't the smallest possible, greed, too.
  void StartFree() {
    const TupleSpace space(model_, settings_.memory_limit, TupleSpace::Use::kCount);
    CheckRows(space, LowerBoundOf(model_), settings_.memory_limit);
    free_.emplace(model_, settings_);
    const bool plain = settings_.steps == 0;
    free_->Run(budget_ / 3 * 2);
    if (plain) {
      const std::uint64_t before = free_->steps();
      free_->RunStarters(20 * budget_);
      budget_ += free_->steps() - before;
    }
    const std::uint64_t size = free_->best() ? free_->best()->size() : UINT64_MAX;
    const std::uint64_t bound = LowerBoundOf(model_);
    const std::uint64_t per_row = StepsPerRow(model_, space);
    if (size <= bound || (free_->best() && per_row > budget_ / 100)) return KeepWhole(space);
    const bool greed = size - size / 20 > bound && per_row <= budget_ / bound;
    if (free_->best() && !greed && StepsToLoad(space, size) > budget_ / 2) return KeepWhole(space);
    try {
      improver_.emplace(model_, settings_, greed || !free_->best() ? Rows() : *free_->best(),
                        Candidates());
    } catch (const TooLarge&) {
      if (!free_->best()) throw;
      return KeepWhole(space);
    }
    if (free_->best()) improver_->Adopt(*free_->best());
  }

  // From what the constructions have made; false where that doesn't fit into the memory.
  bool BeginSearch() {
    if (improver_) return true;
    try {
      improver_.emplace(model_, settings_, whole_->rows, 1);
    } catch (const TooLarge&) {
      fits_ = false;
      return false;
    }
    whole_.reset();
    return true;
  }

  // What the constructions have made, without a search.
  void KeepWhole(const TupleSpace& space) {
    whole_.emplace();
    whole_->rows = *free_->best();
    whole_->counts.covered = CountCovered(space, whole_->rows);
    whole_->lower_bound = LowerBoundOf(model_);
    whole_->steps = free_->steps();
  }

  // Where a search would take too long: rows chosen with more care.
  void BuildAgain() {
    const auto candidates = std::min<std::uint64_t>(budget_ / (improver_->steps() + 1), 8);
    if (candidates < 2 || Done()) return;
    const Improver again(model_, settings_, Rows(), static_cast<int>(candidates));
    rebuilt_ = again.steps();
    if (again.best().size() < improver_->best().size() &&
        CoversNoLess(again.Result().counts, improver_->Result().counts))
      improver_->Adopt(again.best());
  }

  int Candidates() const { return model_.strength < 3 ? 3 : 1; }

  const Model model_;
  const Settings settings_;
  std::uint64_t budget_ = 0;
  std::uint64_t patience_ = 0;
  std::uint64_t rebuilt_ = 0;   // steps
  std::optional<Array> whole_;  // made without a search
  bool fits_ = true;            // a search, which would go on from that
  std::optional<FreeArray> free_;
  std::optional<Improver> improver_;
};

Optimizer::Optimizer(const Model& model, const Settings& settings, const Rows& rows)
    : impl_(std::make_unique<Impl>(model, settings, rows)) {}
Optimizer::~Optimizer() = default;
bool Optimizer::Run(std::uint64_t steps) { return impl_->Run(steps); }
bool Optimizer::Done() const { return impl_->Done(); }
std::size_t Optimizer::size() const { return impl_->size(); }
Array Optimizer::Best() const { return impl_->Best(); }

Array Generate(const Model& model, const Settings& settings) {
  Optimizer::Impl impl(model, settings, {});
  impl.Spend();
  return impl.Best();
}

}  // namespace combtest::internal::arrays
