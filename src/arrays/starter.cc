// The search for a cover starter: a row x of k cells, of options 0 … g - 1, which shift modulo g,
// and of fixed ones. Its k turns, each with g shifts, cover all pairs but those of two fixed
// options where for each distance d the pairs x[i], x[i + d] have every difference, and each fixed
// option on each side of a shifting one.
#include <algorithm>
#include <vector>

#include "src/arrays/constructions.h"
#include "src/arrays/random.h"

namespace combtest::internal::arrays {
namespace {

class StarterSearch {
 public:
  StarterSearch(int k, int g, int fixed, std::uint64_t seed)
      : k_(k),
        g_(g),
        options_(g + fixed),
        types_(g + 2 * fixed),
        random_(seed, 17),
        row_(k),
        taboo_(k),
        counts_((k / 2) * (types_ + 1)),
        missing_((k / 2) * types_) {
    for (Value a = 0; a < options_; ++a) {
      for (Value b = 0; b < options_; ++b) type_of_.push_back(Type(a, b));
    }
    // What is counted as no type is never missing.
    for (int d = 1; d <= k / 2; ++d) counts_[d * (types_ + 1) - 1] = 4 * k;
    for (Value& x : row_) x = static_cast<Value>(random_.Below(g));
    // Each fixed option has to meet shifting ones at all distances, so twice at least.
    std::vector<int> places(k);
    for (int i = 0; i < k; ++i) places[i] = i;
    random_.Shuffle(places);
    for (int i = 0; i < 2 * fixed && i < k; ++i) row_[places[i]] = g + i / 2;
    for (int d = 1; d <= k_ / 2; ++d) {
      for (int i = 0; i < k_; ++i) Count(d, row_[i], row_[(i + d) % k_], 1);
    }
  }

  bool Run(std::uint64_t& steps) {
    while (missing_ > 0) {
      const std::uint64_t cost =
          8 * static_cast<std::uint64_t>(k_) * static_cast<std::uint64_t>(k_ + 10);
      if (steps < cost) return false;
      steps -= cost;
      Step();
    }
    return true;
  }
  const std::vector<Value>& row() const { return row_; }

 private:
  // What a pair of options is to a distance; the last type, which is none, for two fixed ones.
  int Type(Value a, Value b) const {
    if (a < g_) return b < g_ ? (b - a + g_) % g_ : g_ + 2 * (b - g_);
    return b < g_ ? g_ + 2 * (a - g_) + 1 : types_;
  }

  void Count(int d, Value a, Value b, int change) {
    int& count = counts_[(d - 1) * (types_ + 1) + type_of_[a * options_ + b]];
    const bool before = count > 0;
    count += change;
    if (before != (count > 0)) missing_ += before ? 1 : -1;
  }

  void Set(int place, Value value) {
    for (int d = 1; d <= k_ / 2; ++d) {
      const Value left = row_[(place - d + k_) % k_], right = row_[(place + d) % k_];
      Count(d, left, row_[place], -1);
      Count(d, row_[place], right, -1);
      Count(d, left, value, 1);
      Count(d, value, right, 1);
    }
    row_[place] = value;
  }

  // By how much the missing pairs would change: counted up and down, and back.
  int Change(int place, Value value) {
    int change = 0;
    int left = place, right = place;
    int* counts = counts_.data();
    const int old_row = row_[place] * options_, new_row = value * options_;
    const int old = row_[place];
    for (int d = 1; d <= k_ / 2; ++d, counts += types_ + 1) {
      if (--left < 0) left = k_ - 1;
      if (++right == k_) right = 0;
      const int before = row_[left] * options_, after = row_[right];
      int& old_left = counts[type_of_[before + old]];
      int& old_right = counts[type_of_[old_row + after]];
      int& new_left = counts[type_of_[before + value]];
      int& new_right = counts[type_of_[new_row + after]];
      change += --old_left == 0;
      change += --old_right == 0;
      change -= new_left++ == 0;
      change -= new_right++ == 0;
      --new_left, --new_right, ++old_left, ++old_right;
    }
    return change;
  }

  // Tries the changes of one cell that give a random missing pair.
  void Step() {
    int pick = static_cast<int>(random_.Below(missing_));
    int at = 0;
    while (counts_[at] > 0 || pick-- > 0) ++at;
    const int d = at / (types_ + 1) + 1, type = at % (types_ + 1);
    int best_place = -1, best_change = 0;
    Value best_value = 0;
    std::uint32_t ties = 0;
    const auto consider = [&](int place, Value value) {
      if (taboo_[place] > moves_ || row_[place] == value) return;
      const int change = Change(place, value);
      if (best_place >= 0 && change > best_change) return;
      if (best_place < 0 || change < best_change) ties = 0;
      best_change = change;
      if (random_.Below(++ties) == 0) best_place = place, best_value = value;
    };
    for (int i = 0; i < k_; ++i) {
      const int j = (i + d) % k_;
      if (type < g_) {
        if (row_[i] < g_) consider(j, (row_[i] + type) % g_);
        if (row_[j] < g_) consider(i, (row_[j] - type + g_) % g_);
      } else {
        const Value fixed = g_ + (type - g_) / 2;
        const bool fixed_is_left = (type - g_) % 2 == 1;
        if (row_[fixed_is_left ? j : i] < g_) consider(fixed_is_left ? i : j, fixed);
        // Where it stands at two fixed ones, one of them may begin to shift.
        const int other = fixed_is_left ? j : i;
        if (row_[fixed_is_left ? i : j] == fixed) {
          for (Value v = 0; v < g_; ++v) consider(other, v);
        }
      }
    }
    ++moves_;
    if (best_place < 0) return;
    Set(best_place, best_value);
    taboo_[best_place] = moves_ + 1 + random_.Below(4);
  }

  const int k_, g_, options_, types_;
  Random random_;
  std::vector<Value> row_;
  std::vector<std::uint64_t> taboo_;
  std::vector<int> type_of_;  // of each pair of options
  std::vector<int> counts_;   // of each type at each distance
  int missing_;
  std::uint64_t moves_ = 0;
};

}  // namespace

std::optional<Rows> StarterArray(const Uniform& wanted, int fixed, std::uint64_t seed,
                                 std::uint64_t& steps) {
  const int k = wanted.columns, g = wanted.options - fixed;
  if (g < 1 || k < 3) return std::nullopt;
  StarterSearch search(k, g, fixed, seed);
  if (!search.Run(steps)) return std::nullopt;
  Rows array(k);
  std::vector<Value> row(k);
  for (int turn = 0; turn < k; ++turn) {
    for (int shift = 0; shift < g; ++shift) {
      for (int c = 0; c < k; ++c) {
        const Value x = search.row()[(c + turn) % k];
        row[c] = x < g ? (x + shift) % g : x;
      }
      array.Add(row);
    }
  }
  return array;
}

}  // namespace combtest::internal::arrays
