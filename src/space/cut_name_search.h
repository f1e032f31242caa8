// Which walk a cut name is of.
#ifndef COMBTEST_SRC_SPACE_CUT_NAME_SEARCH_H_
#define COMBTEST_SRC_SPACE_CUT_NAME_SEARCH_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace combtest::internal {

// A cut name begins as the whole one does, and ends in its hash. FNV-1a can be undone from the end
// of a text. So the hashes with which the first half of what isn't visible can go on are put into a
// table, and those with which the second half must begin are looked up in it: of 10^8 walks that
// begin alike 2 * 10^4 hashes are computed.
class CutNameSearch {
 public:
  CutNameSearch(const std::vector<std::vector<std::string>>& pieces, std::string_view separator,
                std::string_view name, int hash_digits);

  // The options of the first walk that `is_it` accepts, of those whose hash is right.
  std::optional<std::vector<std::size_t>> Find(
      const std::function<bool(const std::vector<std::size_t>&)>& is_it);
  // Whether there were too many to look at all.
  bool gave_up() const { return gave_up_; }

 private:
  // One of the actions, and those of its options that may stand there.
  struct Level {
    std::size_t action;
    std::vector<std::size_t> options;
  };

  bool Go(std::size_t action, const std::string& text);
  bool Solve(std::uint64_t before, std::vector<Level> levels);
  std::uint64_t Add(const Level& level, std::size_t option, std::uint64_t hash) const;
  std::uint64_t Remove(const Level& level, std::size_t option, std::uint64_t hash) const;
  void ListBegins(const std::vector<Level>& levels, std::size_t size, std::uint64_t before);
  bool LookUp(const std::vector<Level>& levels, std::size_t begin, std::size_t level,
              std::uint64_t hash);

  const std::vector<std::vector<std::string>>& pieces_;
  const std::string_view separator_;
  std::string_view visible_;
  std::uint64_t hash_ = 0;
  const std::function<bool(const std::vector<std::size_t>&)>* is_it_ = nullptr;
  bool gave_up_ = false;
  std::vector<std::size_t> options_;
  // Hashes of the first half's ends, by which they are sorted, and which it was of them.
  std::vector<std::pair<std::uint64_t, std::size_t>> begins_;
};

}  // namespace combtest::internal

#endif  // COMBTEST_SRC_SPACE_CUT_NAME_SEARCH_H_
