#include "src/explain/miner.h"

#include <algorithm>
#include <unordered_map>
#include <utility>

namespace combtest::internal::explain {
namespace {

struct Counts {
  std::uint64_t failed = 0, passed = 0;
  friend bool operator==(const Counts&, const Counts&) = default;
};

using Key = std::array<Literal, Candidate::kMost>;
struct KeyHash {
  std::size_t operator()(const Key& key) const {
    std::uint64_t hash = 0;
    for (const Literal literal : key) hash = (hash ^ literal) * 0x9e3779b97f4a7c15u;
    return static_cast<std::size_t>(hash ^ hash >> 32);
  }
};
using Level = std::unordered_map<Key, Counts, KeyHash>;

// One size after the other; a combination is tried only where all that are smaller by one are
// frequent and not exact.
class Miner {
 public:
  Miner(const MiningSample& sample, const Worth& worth, const MiningSettings& settings,
        const std::function<bool(std::span<const Literal>)>& is_exact)
      : sample_(sample), worth_(worth), settings_(settings), is_exact_(is_exact) {}

  Mined Run(const std::vector<Literal>& eligible, const std::vector<std::uint32_t>& action_of) {
    Level below;
    std::vector<Candidate> last;
    for (const Literal literal : eligible) {
      Candidate one;
      one.literals[0] = literal;
      one.size = 1;
      Try(one, below, last);
    }
    mined_.largest = 1;
    for (std::size_t size = 2; size <= std::min(settings_.most_options, Candidate::kMost); ++size) {
      std::sort(last.begin(), last.end(),
                [](const Candidate& a, const Candidate& b) { return a.literals < b.literals; });
      Level level;
      std::vector<Candidate> next;
      if (!Join(last, action_of, below, level, next)) break;
      mined_.largest = size;
      below = std::move(level);
      last = std::move(next);
    }
    return std::move(mined_);
  }

 private:
  // Those that agree in all but their last literal, put together. False: that is too much.
  bool Join(const std::vector<Candidate>& last, const std::vector<std::uint32_t>& action_of,
            const Level& below, Level& level, std::vector<Candidate>& next) {
    for (std::size_t i = 0; i < last.size(); ++i) {
      const Candidate& a = last[i];
      const std::size_t end = a.size - 1u;
      for (std::size_t j = i + 1; j < last.size(); ++j) {
        const Candidate& b = last[j];
        if (!std::equal(a.literals.begin(), a.literals.begin() + static_cast<std::ptrdiff_t>(end),
                        b.literals.begin()))
          break;
        if (action_of[a.literals[end]] == action_of[b.literals[end]]) continue;
        Candidate both = a;
        both.literals[both.size++] = b.literals[end];
        below_ = &below;
        if (!Try(both, level, next)) return false;
      }
    }
    return true;
  }

  // False: too much work has been done.
  bool Try(Candidate& one, Level& level, std::vector<Candidate>& next) {
    std::array<const Counts*, Candidate::kMost> smaller{};
    for (std::size_t i = 0; one.size > 1 && i < one.size; ++i) {
      Key key{};
      for (std::size_t j = 0, k = 0; j < one.size; ++j) {
        if (j != i) key[k++] = one.literals[j];
      }
      const auto found = below_->find(key);
      mined_.work += 4;
      if (found == below_->end()) return mined_.work <= settings_.most_work;
      smaller[i] = &found->second;
    }
    Counts counts;
    counts.failed = CountHaving(sample_.failed, one.all());
    mined_.work += sample_.failed.words() + 4;
    if (counts.failed < settings_.least || counts.failed == 0)
      return mined_.work <= settings_.most_work;
    counts.passed = CountHaving(sample_.passed, one.all());
    mined_.work += sample_.passed.words();
    for (std::size_t i = 0; one.size > 1 && i < one.size; ++i) {
      // One of its options says nothing.
      if (*smaller[i] == counts) return mined_.work <= settings_.most_work;
    }
    const double failed = static_cast<double>(counts.failed) * sample_.failed_scale;
    const double passed = static_cast<double>(counts.passed) * sample_.passed_scale;
    one.worth = worth_.Of(one.size, failed, failed, passed);
    if (counts.passed == 0 && is_exact_(one.all())) {
      Keep(mined_.exact, one, 4 * settings_.most_kept);
    } else {
      Keep(mined_.others, one, settings_.most_kept);
      level.emplace(one.literals, counts);
      next.push_back(one);
    }
    return mined_.work <= settings_.most_work;
  }

  static void Keep(std::vector<Candidate>& kept, const Candidate& one, std::size_t most) {
    const auto worthier = [](const Candidate& a, const Candidate& b) { return a.worth > b.worth; };
    if (kept.size() == most) {
      if (kept.front().worth >= one.worth) return;
      std::pop_heap(kept.begin(), kept.end(), worthier);
      kept.pop_back();
    }
    kept.push_back(one);
    std::push_heap(kept.begin(), kept.end(), worthier);
  }

  const MiningSample& sample_;
  const Worth& worth_;
  const MiningSettings& settings_;
  const std::function<bool(std::span<const Literal>)>& is_exact_;
  const Level* below_ = nullptr;
  Mined mined_;
};

}  // namespace

Mined Mine(const MiningSample& sample, const std::vector<Literal>& eligible,
           const std::vector<std::uint32_t>& action_of, const Worth& worth,
           const MiningSettings& settings,
           const std::function<bool(std::span<const Literal>)>& is_exact) {
  return Miner(sample, worth, settings, is_exact).Run(eligible, action_of);
}

}  // namespace combtest::internal::explain
