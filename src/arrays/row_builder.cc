#include "src/arrays/row_builder.h"

#include <algorithm>
#include <type_traits>

#include "src/arrays/cover.h"
#include "src/arrays/gaps.h"

namespace combtest::internal::arrays {

template <class Missing>
Verdict RowBuilder<Missing>::Build(std::span<const Value> fixed, int candidates) {
  int best_gain = -1;
  for (int i = 0; i < candidates; ++i) {
    const Verdict verdict = BuildOne(fixed);
    if (verdict != Verdict::kPossible) return verdict;
    if (gain_ > best_gain) {
      best_gain = gain_;
      best_ = row_;
    }
  }
  return Verdict::kPossible;
}

template <class Missing>
Verdict RowBuilder<Missing>::BuildOne(std::span<const Value> fixed) {
  const std::size_t columns = levels_.size();
  row_.assign(columns, 0);
  for (std::size_t c = 0; c < columns; ++c) {
    row_[c] = static_cast<Value>(random_.Below(levels_[c]));
  }
  partial_.assign(columns, kDontCare);
  if (constraints_ != nullptr) {
    const Verdict verdict = constraints_->Complete(fixed, row_, witness_);
    if (verdict != Verdict::kPossible) return verdict;
    row_ = witness_;
  }
  known_.assign(columns, 0);
  gain_ = 0;
  order_.clear();
  for (std::size_t c = 0; c < columns; ++c) {
    if (fixed[c] == kDontCare) {
      order_.push_back(static_cast<int>(c));
      continue;
    }
    row_[c] = fixed[c];
    partial_[c] = fixed[c];
    missing_.Gains(static_cast<int>(c), row_, known_, gains_);
    gain_ += gains_[fixed[c]];
    known_[c] = 1;
  }
  random_.Shuffle(order_);
  for (int c : order_) {
    missing_.Gains(c, row_, known_, gains_);
    Rank(c);
    for (const Choice& choice : ranked_) {
      if (!Set(c, choice.value)) continue;
      gain_ += choice.gain;
      break;
    }
    partial_[c] = row_[c];
    known_[c] = 1;
  }
  // A cover finds gains of whole rows too slowly.
  if constexpr (std::is_same_v<Missing, Gaps>) {
    Ascend(order_.size());
    Ascend(order_.size() / 2);  // those that were chosen when least was known
  }
  return Verdict::kPossible;
}

// The first cells once more, now that the others are known.
template <class Missing>
void RowBuilder<Missing>::Ascend(std::size_t cells) {
  for (std::size_t i = 0; i < cells; ++i) {
    const int c = order_[i];
    known_[c] = 0;
    missing_.Gains(c, row_, known_, gains_);
    known_[c] = 1;
    const Value before = row_[c];
    Value best = before;
    for (Value v = 0; v < levels_[c]; ++v) {
      if (gains_[v] <= gains_[best]) continue;
      row_[c] = v;
      if (constraints_ == nullptr || constraints_->HoldsAt(row_, c)) best = v;
    }
    row_[c] = best;
    gain_ += gains_[best] - gains_[before];
  }
}

template <class Missing>
void RowBuilder<Missing>::Rank(int column) {
  ranked_.clear();
  for (Value v = 0; v < levels_[column]; ++v) ranked_.push_back({v, gains_[v]});
  if (constraints_ == nullptr) {
    // Only the best one is needed.
    int best = 0;
    std::uint32_t ties = 0;
    for (std::size_t i = 0; i < ranked_.size(); ++i) {
      if (ranked_[i].gain > ranked_[best].gain) ties = 0, best = static_cast<int>(i);
      if (ranked_[i].gain == ranked_[best].gain && random_.Below(++ties) == 0) {
        best = static_cast<int>(i);
      }
    }
    std::swap(ranked_[0], ranked_[best]);
    return;
  }
  random_.Shuffle(ranked_);
  std::stable_sort(ranked_.begin(), ranked_.end(),
                   [](const Choice& a, const Choice& b) { return a.gain > b.gain; });
}

template <class Missing>
bool RowBuilder<Missing>::Set(int column, Value value) {
  if (constraints_ == nullptr || row_[column] == value) {
    row_[column] = value;
    return true;
  }
  const Value before = row_[column];
  row_[column] = value;
  if (constraints_->HoldsAt(row_, column)) return true;
  row_[column] = before;
  partial_[column] = value;
  if (constraints_->Complete(partial_, row_, witness_) == Verdict::kPossible) {
    row_ = witness_;
    return true;
  }
  partial_[column] = kDontCare;
  return false;
}

template class RowBuilder<Cover>;
template class RowBuilder<Gaps>;

}  // namespace combtest::internal::arrays
