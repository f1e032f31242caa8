// A WalkSet as text: for people where that is short, in bytes otherwise.
#include <charconv>
#include <limits>
#include <utility>

#include "combtest/action.h"
#include "combtest/walk_set.h"
#include "src/space/walk_set_data.h"
#include "src/text/base64.h"

namespace combtest {

using internal::WalkSetData;

namespace {

constexpr std::string_view kBytes = "base64:";
// More progressions than this are nothing that somebody reads.
constexpr std::size_t kMaxParts = 1'000;

enum Order : char { kAscending = 0, kAnyOrder = 1 };

Error NoSet(std::string_view text) {
  return Error("`" + std::string(text.substr(0, 100)) +
               "` isn't a list of ids such as 0-11,14,20-98:2");
}

void AppendNumber(std::string& text, std::uint64_t number) {
  char digits[20];
  text.append(digits, std::to_chars(digits, digits + sizeof digits, number).ptr);
}

std::string PartsText(const std::vector<Progression>& parts) {
  std::string text;
  for (const Progression& part : parts) {
    if (!text.empty()) text += ',';
    AppendNumber(text, part.first);
    if (part.count == 1) continue;
    text += part.count == 2 && part.step > 1 ? ',' : '-';
    AppendNumber(text, part.last());
    if (part.count == 2 || part.step == 1) continue;
    text += ':';
    AppendNumber(text, part.step);
  }
  return text;
}

bool Take(std::string_view& text, char c) {
  if (!text.starts_with(c)) return false;
  text.remove_prefix(1);
  return true;
}

// Takes a number off the front of `text`; false where none stands there.
bool TakeNumber(std::string_view& text, std::uint64_t& number) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc()) return false;
  text.remove_prefix(static_cast<std::size_t>(end - text.data()));
  return true;
}

WalkSet ParseParts(std::string_view text) {
  const std::string_view whole = text;
  WalkSet::Builder builder;
  for (WalkId next = 0; !text.empty();) {
    Progression part{0, 1, 1};
    if (!TakeNumber(text, part.first) || part.first < next) throw NoSet(whole);
    if (Take(text, '-')) {
      WalkId last = 0;
      if (!TakeNumber(text, last)) throw NoSet(whole);
      if (Take(text, ':') && (!TakeNumber(text, part.step) || part.step == 0)) throw NoSet(whole);
      if (last < part.first || (last - part.first) % part.step != 0) throw NoSet(whole);
      part.count = (last - part.first) / part.step + 1;
    }
    if (part.count == 0 || part.last() == std::numeric_limits<WalkId>::max()) throw NoSet(whole);
    next = part.last() + 1;
    builder.Add(part);
    if (text.empty()) break;
    if (!Take(text, ',') || text.empty()) throw NoSet(whole);
  }
  return builder.Build();
}

// Differences downwards as odd numbers, upwards as even ones.
std::uint64_t ZigZag(WalkId difference) {
  return difference << 1 ^ (WalkId{0} - (difference >> 63));
}
WalkId FromZigZag(std::uint64_t number) { return number >> 1 ^ (WalkId{0} - (number & 1)); }

class Writer {
 public:
  explicit Writer(bool ascending) : ascending_(ascending) {
    bytes_ += ascending ? kAscending : kAnyOrder;
  }
  void Add(const Progression& row) {
    AddOne(row.first);
    if (row.count == 2) AddOne(row.last());
    if (row.count > 2) AddRow(row.step, row.count - 1);
    last_ = row.last();
  }
  const std::string& bytes() const { return bytes_; }

 private:
  void AddOne(WalkId id) {
    const std::uint64_t number = ascending_ ? id - last_ : ZigZag(id - last_) + 1;
    if (number == 0) {
      AddRow(id - last_, 1);
    } else {
      AddNumber(number);
    }
    last_ = id;
  }
  void AddRow(WalkId step, std::uint64_t count) {
    AddNumber(0);
    AddNumber(ascending_ ? step : ZigZag(step));
    AddNumber(count);
  }
  void AddNumber(std::uint64_t number) {
    for (; number >= 128; number >>= 7) bytes_ += static_cast<char>(number | 128);
    bytes_ += static_cast<char>(number);
  }

  const bool ascending_;
  WalkId last_ = std::numeric_limits<WalkId>::max();  // one before 0
  std::string bytes_;
};

class Reader {
 public:
  explicit Reader(std::string_view bytes) : bytes_(bytes) {}

  WalkSet Read() {
    const char order = bytes_.empty() ? char{127} : bytes_.front();
    if (order != kAscending && order != kAnyOrder) throw Wrong();
    bytes_.remove_prefix(1);
    ascending_ = order == kAscending;
    while (!bytes_.empty()) ReadEntry();
    return builder_.Build();
  }

 private:
  static Error Wrong() { return Error("the bytes of a set of walks are damaged"); }

  void ReadEntry() {
    const std::uint64_t number = TakeNumber();
    WalkId step = ascending_ ? number : FromZigZag(number - 1);
    std::uint64_t count = 1;
    if (number == 0) {
      step = ascending_ ? TakeNumber() : FromZigZag(TakeNumber());
      count = TakeNumber();
      if (count == 0) throw Wrong();
    }
    if (ascending_ && (step == 0 || last_ + step < step - 1)) throw Wrong();
    const Progression row{last_ + step, count, step};
    builder_.Add(row);
    last_ = row.last();
  }
  std::uint64_t TakeNumber() {
    std::uint64_t number = 0;
    for (unsigned shift = 0; !bytes_.empty() && shift < 64; shift += 7) {
      const auto byte = static_cast<unsigned char>(bytes_.front());
      bytes_.remove_prefix(1);
      if (shift == 63 && byte > 1) break;
      number |= std::uint64_t{byte & 127u} << shift;
      if (byte < 128) return number;
    }
    throw Wrong();
  }

  std::string_view bytes_;
  bool ascending_ = true;
  WalkId last_ = std::numeric_limits<WalkId>::max();
  WalkSet::Builder builder_;
};

}  // namespace

std::string WalkSet::ToText() const {
  if (all()) return "all";
  if (ascending()) {
    internal::Joiner joiner;
    const bool few = data_->ForEachRow([&](const Progression& row) {
      joiner.Add(row);
      return joiner.size() <= kMaxParts;
    });
    if (few) return PartsText(joiner.Take());
  }
  Writer writer(ascending());
  data_->ForEachRow([&](const Progression& row) {
    writer.Add(row);
    return true;
  });
  return std::string(kBytes) + internal::Base64(writer.bytes());
}

WalkSet WalkSet::Parse(std::string_view text) {
  if (text == "all") return All();
  if (!text.starts_with(kBytes)) return ParseParts(text);
  const auto bytes = internal::FromBase64(text.substr(kBytes.size()));
  if (!bytes) throw NoSet(text);
  return Reader(*bytes).Read();
}

}  // namespace combtest
