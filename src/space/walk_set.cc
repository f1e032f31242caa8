#include "combtest/walk_set.h"

#include <algorithm>
#include <bit>
#include <limits>
#include <utility>

#include "combtest/action.h"
#include "src/space/walk_set_data.h"

namespace combtest {

using internal::WalkSetData;

namespace {

// A row of so many is worth a part of its own.
constexpr std::uint64_t kRow = 64;

// Not what a set may hold: ids end at 2^64 - 2.
constexpr WalkId kNoId = std::numeric_limits<WalkId>::max();

Error OutOfReach(const Progression& ids) {
  return Error(std::to_string(ids.count) + " ids from " + std::to_string(ids.first) +
               " run past what ids there can be");
}

}  // namespace

WalkSet WalkSet::Of(const std::vector<WalkId>& ids) {
  Builder builder;
  for (const WalkId id : ids) builder.Add(id);
  return builder.Build();
}

WalkSet WalkSet::Range(WalkId first, std::uint64_t count, WalkId step) {
  Builder builder;
  builder.Add(Progression{first, count, step});
  return builder.Build();
}

std::uint64_t WalkSet::size() const { return all() ? 0 : data_->size; }
WalkId WalkSet::bound() const { return all() ? 0 : data_->bound; }
bool WalkSet::ascending() const { return all() || data_->ascending; }

WalkId WalkSet::operator[](std::uint64_t position) const {
  const WalkSetData::Part& part = data_->PartAt(position);
  return data_->At(part, position - part.position);
}

Progression WalkSet::RowAt(std::uint64_t position) const {
  const WalkSetData::Part& part = data_->PartAt(position);
  const std::uint64_t i = position - part.position;
  if (part.width > 0) return {data_->At(part, i), 1, 1};
  return {data_->At(part, i), data_->CountOf(part) - i, part.step};
}

std::size_t WalkSet::Read(std::uint64_t position, WalkId* ids, std::size_t most) const {
  const WalkSetData::Part& part = data_->PartAt(position);
  const std::uint64_t first = position - part.position;
  const auto count =
      static_cast<std::size_t>(std::min<std::uint64_t>(most, data_->CountOf(part) - first));
  for (std::size_t i = 0; i < count; ++i) ids[i] = data_->At(part, first + i);
  return count;
}

WalkSet::Iterator WalkSet::begin() const { return Iterator(data_.get(), 0); }
WalkSet::Iterator WalkSet::end() const { return Iterator(data_.get(), size()); }

WalkId WalkSet::Iterator::operator*() const {
  const WalkSetData::Part& part = data_->parts[part_];
  return data_->At(part, position_ - part.position);
}

WalkSet::Iterator& WalkSet::Iterator::operator++() {
  ++position_;
  if (part_ + 1 < data_->parts.size() && position_ == data_->parts[part_ + 1].position) ++part_;
  return *this;
}

std::vector<WalkId> WalkSet::ids() const {
  std::vector<WalkId> ids;
  ids.reserve(size());
  for (const WalkId id : *this) ids.push_back(id);
  return ids;
}

std::vector<Progression> WalkSet::Progressions() const {
  internal::Joiner joiner;
  if (all()) return {};
  data_->ForEachRow([&](const Progression& row) {
    joiner.Add(row);
    return true;
  });
  return joiner.Take();
}

std::optional<std::uint64_t> WalkSet::Find(WalkId id) const {
  if (all()) return std::nullopt;
  const auto& parts = data_->parts;
  if (!data_->ascending) {
    for (const WalkSetData::Part& part : parts) {
      if (const auto place = data_->Find(part, id)) return part.position + *place;
    }
    return std::nullopt;
  }
  const auto after = std::upper_bound(
      parts.begin(), parts.end(), id,
      [this](WalkId wanted, const auto& part) { return wanted < data_->At(part, 0); });
  if (after == parts.begin()) return std::nullopt;
  const auto place = data_->Find(*std::prev(after), id);
  return place ? std::optional(std::prev(after)->position + *place) : std::nullopt;
}

WalkSet WalkSet::Sorted() const {
  if (ascending()) return *this;
  std::vector<WalkId> list = ids();
  std::sort(list.begin(), list.end());
  list.erase(std::unique(list.begin(), list.end()), list.end());
  return Of(list);
}

std::size_t WalkSet::memory() const {
  if (all()) return 0;
  return sizeof *data_ + data_->parts.capacity() * sizeof(WalkSetData::Part) +
         data_->words.capacity() * sizeof(std::uint64_t);
}

bool operator==(const WalkSet& a, const WalkSet& b) {
  // One sequence of ids is always built into the same parts.
  return a.data_ == b.data_ || (!a.all() && !b.all() && *a.data_ == *b.data_);
}

WalkSet::Builder::Builder() : data_(std::make_unique<WalkSetData>()) {}
WalkSet::Builder::~Builder() = default;

std::uint64_t WalkSet::Builder::size() const { return data_->size + block_.size() + open_.count; }

void WalkSet::Builder::Add(WalkId id) {
  if (id == kNoId) throw OutOfReach({id, 1, 1});
  Note(id);
  if (open_.count > 0) {
    if (id == open_[open_.count]) {
      ++open_.count;
      return;
    }
    EndProgression();
  }
  if (block_.empty()) {
    row_ = 1;
  } else if (row_ > 1 && id - block_.back() == block_.back() - block_[block_.size() - 2]) {
    ++row_;
  } else {
    row_ = 2;
  }
  block_.push_back(id);
  if (row_ == kRow) {
    const std::uint64_t before = block_.size() - kRow;
    const Progression row{block_[before], kRow, block_[before + 1] - block_[before]};
    EndBlock(before);
    open_ = row;
  } else if (block_.size() == WalkSetData::kBlock) {
    EndBlock(block_.size());
  }
}

void WalkSet::Builder::Add(const Progression& ids) {
  if (ids.count == 0) return;
  // Where it ends, without overflow.
  const bool up = ids.step <= kNoId / 2;
  const WalkId step = up ? ids.step : WalkId{0} - ids.step;
  const WalkId room = up ? kNoId - 1 - ids.first : ids.first;
  if (ids.first == kNoId || (step > 0 && ids.count - 1 > room / step) ||
      ids.count > std::numeric_limits<std::uint64_t>::max() - size())
    throw OutOfReach(ids);
  for (std::uint64_t i = 0; i < ids.count; ++i) {
    if (open_.count > 0 && open_.step == ids.step && open_[open_.count] == ids[i]) {
      Note(ids[i]);
      Note(ids.last());
      open_.count += ids.count - i;
      return;
    }
    Add(ids[i]);
  }
}

void WalkSet::Builder::Note(WalkId id) {
  if (id < data_->next) data_->ascending = false;
  data_->next = id + 1;
  data_->bound = std::max(data_->bound, id + 1);
}

// Packs the first `count` ids of the block: what a straight line leaves of them.
void WalkSet::Builder::EndBlock(std::uint64_t count) {
  if (count > 0) {
    WalkSetData::Part best;
    best.width = 65;
    const WalkId span = block_[count - 1] - block_[0];
    const auto slope = static_cast<WalkId>(
        count > 1 ? static_cast<std::int64_t>(span) / static_cast<std::int64_t>(count - 1) : 0);
    for (const WalkId step : {slope, WalkId{0}}) {
      // Modulo 2^64 whatever is subtracted comes back exactly.
      auto low = std::numeric_limits<std::int64_t>::max();
      const auto rest = [&](std::uint64_t i) { return block_[i] - block_[0] - i * step; };
      for (std::uint64_t i = 0; i < count; ++i)
        low = std::min(low, static_cast<std::int64_t>(rest(i)));
      WalkId high = 0;
      for (std::uint64_t i = 0; i < count; ++i)
        high = std::max(high, rest(i) - static_cast<WalkId>(low));
      const auto width = static_cast<unsigned>(std::bit_width(high));
      if (width >= best.width) continue;
      best = {data_->size, block_[0] + static_cast<WalkId>(low), step,
              static_cast<std::uint64_t>(data_->words.size()), width};
    }
    data_->words.resize(data_->words.size() + (count * best.width + 63) / 64);
    for (std::uint64_t i = 0; best.width > 0 && i < count; ++i)
      data_->Pack(best, i, block_[i] - best.base - i * best.step);
    data_->parts.push_back(best);
    data_->size += count;
  }
  block_.clear();
  row_ = 0;
}

void WalkSet::Builder::EndProgression() {
  if (open_.count == 0) return;
  data_->parts.push_back({data_->size, open_.first, open_.step, 0, 0});
  data_->size += open_.count;
  open_ = {};
}

void WalkSet::Builder::Add(const WalkSet& ids) {
  for (const WalkId id : ids) Add(id);
}

WalkSet WalkSet::Builder::Build() {
  EndProgression();
  EndBlock(block_.size());
  data_->parts.shrink_to_fit();
  data_->words.shrink_to_fit();
  return WalkSet(
      std::shared_ptr<const WalkSetData>(std::exchange(data_, std::make_unique<WalkSetData>())));
}

}  // namespace combtest
