// Names of walks: made of one piece an action (`Write_hello`), joined by two underscores. A piece
// has neither two underscores in a row nor one at an end, so a name splits back into its pieces.
#ifndef COMBTEST_SRC_SPACE_NAME_TABLE_H_
#define COMBTEST_SRC_SPACE_NAME_TABLE_H_

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "combtest/internal/action_entry.h"

namespace combtest::internal {

// Letters, digits and single underscores: "a -1.5/b" becomes "a_minus_1_5_b".
std::string Sanitize(std::string_view label);

// A name longer than this ends, cut, in a hash of the whole.
inline constexpr std::size_t kMaxNameLength = 200;

class NameTable {
 public:
  // Throws Error where two options of an action have one name.
  explicit NameTable(const std::vector<ActionEntry>& actions);
  // Of the pieces themselves, one list an action. Throws Error where two of one list are alike.
  explicit NameTable(std::vector<std::vector<std::string>> pieces);

  const std::string& Piece(std::size_t action, std::size_t option) const {
    return pieces_[action][option];
  }
  // `options` holds an option index for each action.
  std::string Compose(const std::vector<std::size_t>& options) const;
  // Whether names may be so long that they are cut.
  bool cuts() const;
  // Nothing where there is none, or, `undecided`, so many walks begin like a cut name that its own
  // isn't found among them.
  std::optional<std::vector<std::size_t>> Find(std::string_view name,
                                               bool* undecided = nullptr) const;
  // All walks whose name ends in `suffix`, where `suffix` covers at least all pieces but the first;
  // nothing where that can't be told at once.
  std::optional<std::vector<std::vector<std::size_t>>> FindBySuffix(std::string_view suffix) const;

 private:
  void Index(std::size_t action, const std::string& name);
  std::optional<std::size_t> FindPiece(std::size_t action, std::string_view piece) const;
  std::optional<std::vector<std::size_t>> FindCut(std::string_view name, bool* undecided) const;

  std::vector<std::vector<std::string>> pieces_;
  std::vector<std::unordered_map<std::string_view, std::size_t>> by_piece_;
};

}  // namespace combtest::internal

#endif  // COMBTEST_SRC_SPACE_NAME_TABLE_H_
