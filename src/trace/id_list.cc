#include "src/trace/id_list.h"

#include <algorithm>
#include <charconv>

#include "combtest/action.h"

namespace combtest::internal {
namespace {

// Takes a number off the front of `text`; false where none stands there.
bool TakeNumber(std::string_view& text, WalkId& number) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc()) return false;
  text.remove_prefix(static_cast<std::size_t>(end - text.data()));
  return true;
}

bool Take(std::string_view& text, char c) {
  if (!text.starts_with(c)) return false;
  text.remove_prefix(1);
  return true;
}

}  // namespace

IdList::IdList(std::vector<WalkId> ids) {
  std::sort(ids.begin(), ids.end());
  ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
  for (const WalkId id : ids) {
    if (!parts_.empty()) {
      Progression& part = parts_.back();
      if (part.count > 1 && id - part.last() == part.step) {
        ++part.count;
        continue;
      }
      // Two ids make a progression only where the third could well continue it.
      if (part.count == 1) {
        part.step = id - part.first;
        part.count = 2;
        continue;
      }
      if (part.count == 2 && part.step > 1) {
        const WalkId second = part.last();
        part.count = 1;
        part.step = 1;
        parts_.push_back({second, id - second, 2});
        continue;
      }
    }
    parts_.push_back({id, 1, 1});
  }
}

IdList IdList::Parse(std::string_view text) {
  const auto wrong = [whole = std::string(text)] {
    return Error("`" + whole.substr(0, 100) + "` isn't a list of ids such as 0-11,14,20-98:2");
  };
  IdList list;
  WalkId next = 0;
  while (!text.empty()) {
    Progression part{0, 1, 1};
    if (!TakeNumber(text, part.first) || part.first < next) throw wrong();
    if (Take(text, '-')) {
      WalkId last = 0;
      if (!TakeNumber(text, last)) throw wrong();
      if (Take(text, ':') && (!TakeNumber(text, part.step) || part.step == 0)) throw wrong();
      if (last < part.first || (last - part.first) % part.step != 0) throw wrong();
      part.count = (last - part.first) / part.step + 1;
    }
    next = part.last() + 1;
    list.parts_.push_back(part);
    if (text.empty()) break;
    if (!Take(text, ',') || text.empty()) throw wrong();
  }
  return list;
}

std::string IdList::ToText() const {
  std::string text;
  for (const Progression& part : parts_) {
    if (!text.empty()) text += ',';
    text += std::to_string(part.first);
    if (part.count == 1) continue;
    if (part.count == 2 && part.step > 1) {
      text += ',' + std::to_string(part.last());
      continue;
    }
    text += '-' + std::to_string(part.last());
    if (part.step > 1) text += ':' + std::to_string(part.step);
  }
  return text;
}

bool IdList::Contains(WalkId id) const {
  auto part =
      std::upper_bound(parts_.begin(), parts_.end(), id,
                       [](WalkId wanted, const Progression& p) { return wanted < p.first; });
  if (part == parts_.begin()) return false;
  --part;
  return id <= part->last() && (id - part->first) % part->step == 0;
}

WalkId IdList::size() const {
  WalkId size = 0;
  for (const Progression& part : parts_) size += part.count;
  return size;
}

std::vector<WalkId> IdList::Ids() const {
  std::vector<WalkId> ids;
  for (const Progression& part : parts_) {
    for (WalkId i = 0; i < part.count; ++i) ids.push_back(part.first + i * part.step);
  }
  return ids;
}

}  // namespace combtest::internal
