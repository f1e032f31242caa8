#include "src/arrays/row_builder.h"

#include <algorithm>

namespace combtest::internal::arrays {

Verdict RowBuilder::Build(std::span<const Value> fixed, int candidates) {
  best_gain_ = -1;
  for (int i = 0; i < candidates; ++i) {
    const Verdict verdict = BuildOne(fixed);
    if (verdict != Verdict::kPossible) return verdict;
    if (gain_ > best_gain_) {
      best_gain_ = gain_;
      best_ = row_;
    }
  }
  return Verdict::kPossible;
}

void RowBuilder::CoverAll(int candidates) {
  std::vector<Value> fixed(cover_.space().columns(), kDontCare);
  while (!cover_.uncovered().empty()) {
    const Cover::Uncovered target = cover_.uncovered()[random_.Below(cover_.uncovered().size())];
    const std::span<const int> columns = cover_.space().combination(target.combination);
    const auto values = cover_.space().Decode(target.combination, target.id);
    for (std::size_t i = 0; i < columns.size(); ++i) fixed[columns[i]] = values[i];
    const Verdict verdict = Build(fixed, candidates);
    for (int c : columns) fixed[c] = kDontCare;
    if (verdict == Verdict::kPossible) {
      cover_.AddRow(best_);
    } else {
      cover_.Exclude(target.id, verdict == Verdict::kUndecided);
    }
  }
}

Verdict RowBuilder::BuildOne(std::span<const Value> fixed) {
  const std::size_t columns = cover_.space().columns();
  row_.assign(columns, 0);
  for (std::size_t c = 0; c < columns; ++c) {
    row_[c] = static_cast<Value>(random_.Below(cover_.space().levels()[c]));
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
    gain_ += cover_.Gain(static_cast<int>(c), fixed[c], row_, known_.data());
    known_[c] = 1;
  }
  random_.Shuffle(order_);
  for (int c : order_) {
    cover_.Gains(c, row_, known_.data(), gains_);
    Rank(c);
    for (const Choice& choice : ranked_) {
      if (!Set(c, choice.value)) continue;
      gain_ += choice.gain;
      break;
    }
    partial_[c] = row_[c];
    known_[c] = 1;
  }
  return Verdict::kPossible;
}

void RowBuilder::Rank(int column) {
  ranked_.clear();
  for (Value v = 0; v < cover_.space().levels()[column]; ++v) ranked_.push_back({v, gains_[v]});
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

bool RowBuilder::Set(int column, Value value) {
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

}  // namespace combtest::internal::arrays
