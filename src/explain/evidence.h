// What walks have shown: which failed and how, which got past the place where those failed. Held as
// one bit for each walk and option, so that counting walks with some options is counting bits.
#ifndef COMBTEST_SRC_EXPLAIN_EVIDENCE_H_
#define COMBTEST_SRC_EXPLAIN_EVIDENCE_H_

#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <vector>

#include "src/explain/combination.h"

namespace combtest::internal::explain {

// The number of options of each action.
using Levels = std::vector<std::uint32_t>;
Levels LevelsOf(const WalkSpace& space);

// What one walk has shown. A walk that showed nothing is none.
struct Observation {
  static constexpr std::uint32_t kNone = std::numeric_limits<std::uint32_t>::max();
  static constexpr std::uint32_t kAll = std::numeric_limits<std::uint32_t>::max();

  WalkId id = 0;
  std::uint32_t group = kNone;   // the walks that failed like it, from 0
  std::uint32_t reached = kAll;  // actions before this one went well; kAll: the walk passed
};

// Walks as bits, walk i in bit i % 64 of word i / 64 of each literal.
class BitTable {
 public:
  BitTable() = default;
  BitTable(std::size_t literals, std::size_t walks)
      : walks_(walks), words_((walks + 63) / 64), bits_(literals * words_) {}
  std::size_t walks() const { return walks_; }
  std::size_t words() const { return words_; }
  void Set(std::size_t literal, std::size_t walk) {
    bits_[literal * words_ + walk / 64] |= std::uint64_t{1} << walk % 64;
  }
  const std::uint64_t* Of(std::size_t literal) const { return bits_.data() + literal * words_; }

 private:
  std::size_t walks_ = 0;
  std::size_t words_ = 0;
  std::vector<std::uint64_t> bits_;
};

// All choices that some walk that failed made have a number, which is called a literal.
class Evidence {
 public:
  // `actions`: in which the walks of each group failed; the number of actions where in none.
  // Observations come in random order: the first of them are taken for a sample. `most_cells`
  // bounds the bits, and so memory: observations at the end are left out.
  Evidence(Levels levels, const std::vector<std::uint32_t>& actions,
           std::vector<Observation> observations,
           std::uint64_t most_cells = std::uint64_t{1} << 29);

  const Levels& levels() const { return levels_; }
  std::size_t group_count() const { return groups_.size(); }
  std::size_t literal_count() const { return choices_.size(); }
  const Choice& choice(std::size_t literal) const { return choices_[literal]; }
  // Nothing where no failed walk made this choice.
  std::optional<std::size_t> LiteralOf(const Choice& choice) const;
  std::uint64_t left_out() const { return left_out_; }

  // Walks that passed; walks that didn't, those of a group together.
  const BitTable& passed() const { return passed_; }
  const BitTable& others() const { return others_; }
  WalkId PassedId(std::size_t walk) const { return passed_ids_[walk]; }
  WalkId OtherId(std::size_t walk) const { return others_ids_[walk].id; }

  // The walks [begin, end) of `others`.
  struct Group {
    std::size_t begin = 0, end = 0;
    std::uint32_t action = 0;  // in which they failed
    std::size_t size() const { return end - begin; }
  };
  const Group& group(std::size_t index) const { return groups_[index]; }
  // Those of `others` that got past this action, as a mask.
  std::vector<std::uint64_t> PastAction(std::uint32_t action) const;

  Row RowOf(WalkId id) const;
  // The literals of these walks.
  BitTable TableOf(const std::vector<WalkId>& walks) const;

 private:
  void Put(BitTable& table, std::size_t walk, WalkId id) const;

  Levels levels_;
  std::vector<std::size_t> first_;        // of each action, in literal_of_
  std::vector<std::int32_t> literal_of_;  // of each option of each action; -1: none
  std::vector<Choice> choices_;
  BitTable passed_, others_;
  std::vector<WalkId> passed_ids_;
  std::vector<Observation> others_ids_;
  std::vector<Group> groups_;
  std::uint64_t left_out_ = 0;
};

}  // namespace combtest::internal::explain

#endif  // COMBTEST_SRC_EXPLAIN_EVIDENCE_H_
