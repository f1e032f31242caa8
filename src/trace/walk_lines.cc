#include "src/trace/walk_lines.h"

#include <limits>
#include <string_view>

#include "src/space/name_table.h"
#include "src/text/json_text.h"

namespace combtest::internal {
namespace {

constexpr WalkId kNone = std::numeric_limits<WalkId>::max();

// Without its quotes.
std::string_view Inside(std::string_view quoted) { return quoted.substr(1, quoted.size() - 2); }

}  // namespace

WalkPieces::WalkPieces(const SpaceData& space) : space_(space) {
  for (std::size_t a = 0; a < space.actions.size(); ++a) {
    auto& names = names_.emplace_back();
    auto& texts = texts_.emplace_back();
    for (std::size_t o = 0; o < space.actions[a].options.size(); ++o) {
      names.push_back(space.Names().Piece(a, o));
      texts.push_back(QuotedJson(space.ActionText(a, o)));
    }
  }
}

WalkLines::WalkLines(const WalkPieces& pieces)
    : pieces_(pieces),
      space_(pieces.space()),
      quotients_(space_.actions.size(), kNone),
      options_(space_.actions.size()),
      name_before_(space_.actions.size()),
      text_before_(space_.actions.size()),
      branch_before_(space_.actions.size()) {}

void WalkLines::MoveTo(WalkId id) {
  const std::size_t count = options_.size();
  std::size_t first = count;  // the first action that differs from the walk before
  for (WalkId rest = id; first > 0 && quotients_[first - 1] != rest; --first) {
    const WalkId radix = space_.radix[first - 1];
    quotients_[first - 1] = rest;
    options_[first - 1] = rest % radix;
    rest /= radix;
  }
  if (first == count) return;
  name_.resize(name_before_[first]);
  texts_.resize(text_before_[first]);
  branch_.resize(branch_before_[first]);
  for (std::size_t a = first; a < count; ++a) {
    name_before_[a] = name_.size();
    text_before_[a] = texts_.size();
    branch_before_[a] = branch_.size();
    if (a > 0) {
      name_ += "__";
      texts_ += ',';
    }
    name_ += pieces_.name(a, options_[a]);
    const std::string& text = pieces_.text(a, options_[a]);
    texts_ += text;
    if (!space_.actions[a].serial) continue;
    if (!branch_.empty()) branch_ += ", ";
    branch_ += Inside(text);
  }
}

void WalkLines::AppendWalk(std::string& out, WalkId id) {
  MoveTo(id);
  out += R"({"type":"walk","id":)";
  AppendNumber(out, id);
  out += R"(,"name":")";
  out += name_.size() <= kMaxNameLength ? name_ : space_.Names().Compose(options_);
  if (!space_.serial_actions.empty()) {
    out += R"(","branch":")";
    out += branch_;
  }
  out += R"(","actions":[)";
  out += texts_;
  out += ']';
}

void WalkLines::AppendWhere(std::string& out, const Where& where) {
  if (where.phase) {
    out += R"(,"phase":)";
    AppendNumber(out, *where.phase);
  }
  if (where.took) {
    out += R"(,"ns":)";
    AppendNumber(out, where.took->count());
  }
  if (where.worker) {
    out += R"(,"worker":)";
    AppendNumber(out, *where.worker);
  }
  out += "}\n";
}

void WalkLines::AppendPassed(std::string& out, WalkId id, const Where& where) {
  AppendWalk(out, id);
  out += R"(,"outcome":"passed")";
  AppendWhere(out, where);
}

void WalkLines::AppendEnded(std::string& out, WalkId id, const Where& where,
                            const std::string& rest) {
  AppendWalk(out, id);
  out += ',';
  out += rest;
  AppendWhere(out, where);
}

void WalkLines::AppendSegment(std::string& out, WalkId id, const Where& where, std::size_t begin,
                              std::size_t end) {
  MoveTo(id);
  out += R"({"type":"segment","id":)";
  AppendNumber(out, id);
  out += R"(,"actions":[)";
  for (std::size_t a = begin; a < end; ++a) {
    if (a > begin) out += ',';
    out += pieces_.text(a, options_[a]);
  }
  out += ']';
  AppendWhere(out, where);
}

}  // namespace combtest::internal
