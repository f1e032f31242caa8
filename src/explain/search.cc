#include "src/explain/search.h"

#include <algorithm>
#include <cmath>
#include <tuple>
#include <utility>

#include "src/explain/exceptions.h"
#include "src/explain/miner.h"
#include "src/explain/neighbour.h"

namespace combtest::internal::explain {
namespace {

constexpr std::size_t kSample = std::size_t{1} << 15;
// Findings that the evidence is too thin for: walks of an array have many combinations of their
// own.
constexpr std::size_t kMostThin = 3;

struct Pick {
  Candidate candidate;
  std::uint64_t failed = 0;
  std::uint64_t passed = 0;
};

class GroupSearch {
 public:
  GroupSearch(const Evidence& evidence, std::size_t group, const SearchSettings& settings)
      : evidence_(evidence),
        group_(evidence.group(group)),
        settings_(settings),
        first_word_(group_.begin / 64),
        past_(evidence.PastAction(group_.action)),
        sample_passed_(SampleOfPassed()),
        worth_(static_cast<double>(group_.size()), static_cast<double>(passed_), Levels(),
               settings.most_options) {
    all_.resize((group_.end + 63) / 64 - first_word_);
    for (std::size_t walk = group_.begin; walk < group_.end; ++walk)
      all_[walk / 64 - first_word_] |= std::uint64_t{1} << walk % 64;
    uncovered_ = all_;
    for (Literal literal = 0; literal < evidence.literal_count(); ++literal) {
      action_of_.push_back(evidence.choice(literal).action);
      if (action_of_.back() <= group_.action) eligible_.push_back(literal);
    }
  }

  GroupFindings Run() {
    GroupFindings result;
    result.largest = settings_.most_options;
    result.past = passed_;
    // Where no walk got past the action, nothing tells walks apart.
    if (passed_ == 0) return result;
    std::uint64_t work = settings_.most_work;
    for (const std::uint64_t share : {8, 32, 128}) {
      for (bool found = true; found && !Done();) {
        const MiningSample sample = Sample();
        MiningSettings mining;
        mining.least = std::max<std::uint64_t>(1, sample.failed.walks() / share);
        mining.most_options = settings_.most_options;
        mining.most_work = work / 2;
        const Mined mined = Mine(sample, eligible_, action_of_, worth_, mining,
                                 [&](std::span<const Literal> all) { return IsExact(all); });
        work -= std::min(work, mined.work);
        result.largest = std::min(result.largest, mined.largest);
        found = Choose(mined);
      }
    }
    DropNeedless();
    for (const Pick& pick : picks_) result.findings.push_back(FindingOf(pick));
    std::stable_sort(result.findings.begin(), result.findings.end(),
                     [](const Finding& a, const Finding& b) {
                       // By precision, without dividing.
                       const auto left = a.passed * b.failed, right = b.passed * a.failed;
                       return std::tuple(left, b.failed, a.options.size()) <
                              std::tuple(right, a.failed, b.options.size());
                     });
    result.explained = group_.size() - Count(uncovered_);
    return result;
  }

 private:
  std::vector<std::uint32_t> Levels() const {
    const std::size_t count =
        std::min<std::size_t>(group_.action + std::size_t{1}, evidence_.levels().size());
    return {evidence_.levels().begin(),
            evidence_.levels().begin() + static_cast<std::ptrdiff_t>(count)};
  }

  static std::uint64_t Count(const std::vector<std::uint64_t>& mask) {
    std::uint64_t count = 0;
    for (const std::uint64_t word : mask) count += static_cast<std::uint64_t>(std::popcount(word));
    return count;
  }
  bool Done() const { return picks_.size() >= settings_.most_findings || Count(uncovered_) == 0; }

  // Of walks that got past the action; counts them all.
  BitTable SampleOfPassed() {
    std::vector<WalkId> past;
    for (std::size_t word = 0; word < past_.size(); ++word) {
      for (std::uint64_t bits = past_[word]; bits != 0; bits &= bits - 1)
        past.push_back(
            evidence_.OtherId(word * 64 + static_cast<std::size_t>(std::countr_zero(bits))));
    }
    passed_ = evidence_.passed().walks() + past.size();
    const double share =
        std::min(1.0, static_cast<double>(kSample) / std::max(1.0, static_cast<double>(passed_)));
    std::vector<WalkId> walks;
    const auto of_passed =
        static_cast<std::size_t>(share * static_cast<double>(evidence_.passed().walks()));
    for (std::size_t walk = 0; walk < of_passed; ++walk) walks.push_back(evidence_.PassedId(walk));
    const auto of_past = static_cast<std::size_t>(share * static_cast<double>(past.size()));
    for (std::size_t i = 0; i < of_past; ++i) walks.push_back(past[i * past.size() / of_past]);
    return evidence_.TableOf(walks);
  }

  MiningSample Sample() const {
    std::vector<WalkId> failed;
    for (std::size_t word = 0; word < uncovered_.size() && failed.size() < kSample; ++word) {
      for (std::uint64_t bits = uncovered_[word]; bits != 0; bits &= bits - 1)
        failed.push_back(evidence_.OtherId((first_word_ + word) * 64 +
                                           static_cast<std::size_t>(std::countr_zero(bits))));
    }
    const auto scale = [](std::uint64_t all, std::size_t sampled) {
      return sampled == 0 ? 1.0 : static_cast<double>(all) / static_cast<double>(sampled);
    };
    const double failed_scale = scale(Count(uncovered_), failed.size());
    return {evidence_.TableOf(failed), sample_passed_, failed_scale,
            scale(passed_, sample_passed_.walks())};
  }

  bool IsExact(std::span<const Literal> all) const {
    bool exact = true;
    const BitTable& passed = evidence_.passed();
    ForEachHaving(passed, all, 0, passed.words(),
                  [&](std::size_t, std::uint64_t) { return exact = false; });
    if (!exact) return false;
    ForEachHaving(evidence_.others(), all, 0, past_.size(), [&](std::size_t word, std::uint64_t b) {
      return exact = (b & past_[word]) == 0;
    });
    return exact;
  }

  std::uint64_t Fresh(const Candidate& one) const {
    return CountHaving(evidence_.others(), one.all(), uncovered_, first_word_);
  }
  double WorthOf(const Pick& pick, std::uint64_t fresh) const {
    return worth_.Of(pick.candidate.size, static_cast<double>(fresh),
                     static_cast<double>(pick.failed), static_cast<double>(pick.passed));
  }
  Pick Counted(const Candidate& one) const {
    return {one, CountHaving(evidence_.others(), one.all(), all_, first_word_),
            CountHaving(evidence_.passed(), one.all()) +
                CountHaving(evidence_.others(), one.all(), past_)};
  }

  // Takes from what was mined as long as something is worth it.
  bool Choose(const Mined& mined) {
    struct Rated {
      Pick pick;
      double worth;
    };
    std::vector<Rated> rated;
    for (const auto* list : {&mined.exact, &mined.others}) {
      for (const Candidate& one : *list) {
        const Pick pick =
            list == &mined.exact
                ? Pick{one, CountHaving(evidence_.others(), one.all(), all_, first_word_), 0}
                : Counted(one);
        rated.push_back({pick, WorthOf(pick, Fresh(one))});
      }
    }
    // Worth only shrinks as walks are accounted for, so what stays first when it is rated again is.
    const auto less = [](const Rated& a, const Rated& b) {
      if (a.worth != b.worth) return a.worth < b.worth;
      if (a.pick.candidate.size != b.pick.candidate.size)
        return a.pick.candidate.size > b.pick.candidate.size;
      return a.pick.candidate.literals > b.pick.candidate.literals;
    };
    std::make_heap(rated.begin(), rated.end(), less);
    bool found = false;
    while (!rated.empty() && !Done()) {
      std::pop_heap(rated.begin(), rated.end(), less);
      Rated best = rated.back();
      rated.pop_back();
      const std::uint64_t fresh = Fresh(best.pick.candidate);
      const double worth = WorthOf(best.pick, fresh);
      if (worth < best.worth) {
        if (fresh == 0) continue;
        best.worth = worth;
        rated.push_back(best);
        std::push_heap(rated.begin(), rated.end(), less);
        continue;
      }
      if (worth <= 0) {
        if (best.pick.passed > 0) continue;
        if (thin_++ >= kMostThin) continue;
      }
      Take(best.pick);
      found = true;
    }
    for (const auto* list : {&mined.exact, &mined.others})
      known_.insert(known_.end(), list->begin(), list->end());
    return found;
  }

  void Take(const Pick& pick) {
    picks_.push_back(pick);
    ForEachHaving(evidence_.others(), pick.candidate.all(), first_word_,
                  first_word_ + uncovered_.size(), [&](std::size_t word, std::uint64_t bits) {
                    uncovered_[word - first_word_] &= ~bits;
                    return true;
                  });
  }

  // Where later ones account for all that an earlier one does.
  void DropNeedless() {
    for (std::size_t i = 0; i < picks_.size();) {
      std::vector<std::uint64_t> alone = all_;
      for (std::size_t j = 0; j < picks_.size(); ++j) {
        if (j == i) continue;
        for (std::size_t word = 0; word < alone.size(); ++word)
          alone[word] &= ~Having(evidence_.others(), picks_[j].candidate.all(), first_word_ + word);
      }
      if (CountHaving(evidence_.others(), picks_[i].candidate.all(), alone, first_word_) > 0) {
        ++i;
      } else {
        picks_.erase(picks_.begin() + static_cast<std::ptrdiff_t>(i));
      }
    }
  }

  Combination CombinationOf(const Candidate& one) const {
    std::vector<Choice> choices;
    for (const Literal literal : one.all()) choices.push_back(evidence_.choice(literal));
    return Combination(std::move(choices));
  }

  // Whether the very same walks have them, of the group and of those that pass.
  bool Same(const Candidate& a, const Candidate& b) const {
    const auto same = [&](const BitTable& table, std::size_t begin,
                          const std::vector<std::uint64_t>* mask, std::size_t words) {
      for (std::size_t word = 0; word < words; ++word) {
        const std::uint64_t differ =
            Having(table, a.all(), begin + word) ^ Having(table, b.all(), begin + word);
        if ((differ & (mask != nullptr ? (*mask)[word] : ~std::uint64_t{0})) != 0) return false;
      }
      return true;
    };
    return same(evidence_.others(), first_word_, &all_, all_.size()) &&
           same(evidence_.others(), 0, &past_, past_.size()) &&
           same(evidence_.passed(), 0, nullptr, evidence_.passed().words());
  }

  Finding FindingOf(const Pick& pick) const {
    Finding finding;
    finding.options = CombinationOf(pick.candidate);
    finding.failed = pick.failed;
    finding.passed = pick.passed;
    for (const Candidate& other : known_) {
      if (other.size != pick.candidate.size || other.literals == pick.candidate.literals ||
          !Same(other, pick.candidate))
        continue;
      finding.alternatives.push_back(CombinationOf(other));
    }
    std::sort(finding.alternatives.begin(), finding.alternatives.end());
    finding.alternatives.erase(
        std::unique(finding.alternatives.begin(), finding.alternatives.end()),
        finding.alternatives.end());
    std::vector<WalkId> failing;
    ForEachHaving(evidence_.others(), pick.candidate.all(), first_word_, first_word_ + all_.size(),
                  [&](std::size_t word, std::uint64_t bits) {
                    for (bits &= all_[word - first_word_]; bits != 0; bits &= bits - 1)
                      failing.push_back(evidence_.OtherId(
                          word * 64 + static_cast<std::size_t>(std::countr_zero(bits))));
                    return true;
                  });
    if (pick.passed > 0)
      finding.passes_with = ExceptionsOf(evidence_, pick.candidate.all(), failing, group_.action);
    const NearestPair pair = NearestOf(evidence_, failing);
    finding.failing = pair.failing;
    finding.passing = pair.passing;
    return finding;
  }

  const Evidence& evidence_;
  const Evidence::Group& group_;
  const SearchSettings settings_;
  const std::size_t first_word_;           // of the group in the table of others
  const std::vector<std::uint64_t> past_;  // of others, those that got past the action
  std::uint64_t passed_ = 0;               // those, and the walks that passed
  const BitTable sample_passed_;
  const Worth worth_;
  std::vector<std::uint64_t> all_;        // the group's walks, from first_word_
  std::vector<std::uint64_t> uncovered_;  // those that nothing accounts for yet
  std::vector<std::uint32_t> action_of_;  // of each literal
  std::vector<Literal> eligible_;
  std::vector<Pick> picks_;
  std::vector<Candidate> known_;
  std::size_t thin_ = 0;
};

}  // namespace

GroupFindings Search(const Evidence& evidence, std::size_t group, const SearchSettings& settings) {
  if (evidence.group(group).size() == 0) return {};
  return GroupSearch(evidence, group, settings).Run();
}

}  // namespace combtest::internal::explain
