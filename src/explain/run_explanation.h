// What the failed walks of a run have in common.
#ifndef COMBTEST_SRC_EXPLAIN_RUN_EXPLANATION_H_
#define COMBTEST_SRC_EXPLAIN_RUN_EXPLANATION_H_

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <tuple>
#include <vector>

#include "combtest/explanation.h"
#include "combtest/plan.h"
#include "src/engine/walk_board.h"
#include "src/explain/evidence.h"
#include "src/explain/failure_kind.h"

namespace combtest::internal {

struct ExplainSettings {
  bool on = true;
  std::size_t most_options = 3;  // of a combination
  std::size_t most_groups = 16;  // that are explained; the others are only counted
};

// Takes walks in any order, each once. Holds 16 bytes for each, and of more than two million only
// some.
//
// What counts: a failed, crashed, exited or timed out walk fails in the action of its first
// failure, and says of later ones nothing. A flaky walk fails as it did in its first attempt. A
// cancelled walk passes up to the action that cancelled it. Lost walks and those that didn't run
// say nothing.
class Explainer {
 public:
  Explainer(WalkSpace space, ExplainSettings settings);

  void Add(const WalkResult& result);
  void AddPassed(WalkId id) {
    ++passed_count_;
    if (Keeps(id, passed_sieve_)) AddTo(passed_, {id}, passed_sieve_);
  }
  // All walks of the space that aren't excluded and aren't among these have passed, so many. Of a
  // very large space some are taken.
  void AddPassedOf(const std::vector<WalkResult>& ended, std::uint64_t passed);
  // Nothing where no walk failed. Called once.
  Explanations Explain();

 private:
  // Every so many walks are kept, by a hash of their ids.
  static bool Keeps(WalkId id, std::uint64_t sieve);
  static void AddTo(std::vector<explain::Observation>& list, explain::Observation one,
                    std::uint64_t& sieve);
  std::uint32_t GroupOf(const Walk& walk, const WalkResult& result, std::uint32_t& reached);
  void Group(const explain::Evidence& evidence, std::uint32_t group, std::uint64_t work,
             Explanations& explanations) const;

  const WalkSpace space_;
  const ExplainSettings settings_;
  std::vector<explain::Observation> passed_, others_;
  std::uint64_t passed_sieve_ = 1, others_sieve_ = 1;
  std::uint64_t passed_count_ = 0, others_count_ = 0;
  struct Known {
    explain::FailureKind kind;
    std::string message;
    std::uint64_t count = 0;
    std::uint64_t flaky = 0;
    std::vector<WalkId> first;  // the lowest ids, ascending
  };
  std::vector<Known> groups_;
  std::map<explain::FailureKind, std::uint32_t> by_kind_;
  // How many kinds differ in their messages alone, and the walks there.
  struct Place {
    std::uint64_t walks = 0;
    std::vector<std::uint32_t> groups;
  };
  std::map<std::tuple<std::string, std::size_t, std::string, int>, Place> places_;
};

// Of all walks that have run by now.
Explanations ExplainRun(const Plan& plan, const WalkBoard& board, const ExplainSettings& settings);

}  // namespace combtest::internal

#endif  // COMBTEST_SRC_EXPLAIN_RUN_EXPLANATION_H_
