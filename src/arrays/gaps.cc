#include "src/arrays/gaps.h"

#include <algorithm>

#include "src/arrays/tuple_space.h"

namespace combtest::internal::arrays {
namespace {

// As std::popcount, which is a call of a function for the processors that g++ compiles for if
// nothing is said.
int CountBits(std::uint64_t x) {
  x -= (x >> 1) & 0x5555555555555555;
  x = (x & 0x3333333333333333) + ((x >> 2) & 0x3333333333333333);
  x = (x + (x >> 4)) & 0x0f0f0f0f0f0f0f0f;
  return static_cast<int>((x * 0x0101010101010101) >> 56);
}

std::uint64_t Bit(std::uint32_t symbol) { return std::uint64_t{1} << (symbol % 64); }

}  // namespace

Gaps::Part::Part(const Group& group, const std::vector<Value>& levels, std::size_t first)
    : columns(group.columns),
      place(levels.size(), -1),
      strength(static_cast<std::size_t>(group.strength)),
      symbols({0}),
      begin(first) {
  for (std::size_t i = 0; i < columns.size(); ++i) {
    place[columns[i]] = static_cast<int>(i);
    symbols.push_back(symbols.back() + static_cast<std::uint32_t>(levels[columns[i]]));
  }
  words = strength == 1 ? 1 : (symbols.back() + 63) / 64;
  before.assign(std::max<std::size_t>(strength, 2) - 1,
                std::vector<std::uint32_t>(columns.size() + 1));
  for (std::size_t j = 1; j < before.size(); ++j) {
    for (std::size_t i = 0; i < columns.size(); ++i) {
      before[j][i + 1] =
          before[j][i] + static_cast<std::uint32_t>(levels[columns[i]]) * Each(j - 1, i);
    }
  }
  size = strength == 1 ? 1 : strength == 2 ? words : before.back().back();
}

Gaps::Gaps(const Model& model) : levels_(model.levels), all_known_(levels_.size(), 1) {
  std::size_t size = 0;
  for (const Group& group : Parts(model)) {
    parts_.emplace_back(group, levels_, size);
    size += parts_.back().size * parts_.back().symbols.back();
  }
  words_.resize(size);
  terms_.resize(kMaxStrength);
  for (const Part& part : parts_) {
    for (std::size_t own = 0; own < part.columns.size(); ++own) {
      const std::uint64_t before = open_;
      std::uint64_t* words = WordsOf(part, own, 0);
      if (part.strength == 1) {
        *words = 1;
        ++open_;
      } else {
        Fill(part, own, part.strength - 2, 0, 0);
      }
      const Value levels = levels_[part.columns[own]];
      for (Value v = 1; v < levels; ++v) std::copy_n(words, part.size, WordsOf(part, own, v));
      open_ += (open_ - before) * static_cast<std::uint64_t>(levels - 1);
    }
  }
}

double Gaps::Bytes(const Model& model) {
  double bytes = 0;
  for (const Group& group : Parts(model)) {
    double symbols = 0;
    for (int column : group.columns) symbols += model.levels[column];
    // Of lines that begin anywhere, the later a column, the less is left: half of a whole line.
    const double lines =
        group.strength < 2 ? 1 : TuplesAmong(group.columns, model.levels, group.strength - 2);
    bytes += 8 * symbols * lines * (symbols / 64 / std::max(1, group.strength - 1) + 1);
  }
  return bytes;
}

void Gaps::Fill(const Part& part, std::size_t own, std::size_t j, std::uint32_t number,
                std::size_t from) {
  if (j == 0) {
    std::uint64_t* words = WordsOf(part, own, 0) + number - part.FirstWord(from);
    for (std::size_t i = from; i < part.columns.size(); ++i) {
      if (i == own) continue;
      for (std::uint32_t s = part.symbols[i]; s < part.symbols[i + 1]; ++s) {
        words[s / 64] |= Bit(s);
        ++open_;
      }
    }
    return;
  }
  for (std::size_t i = from; i < part.columns.size(); ++i) {
    if (i == own) continue;
    for (Value v = 0; v < levels_[part.columns[i]]; ++v) {
      Fill(part, own, j - 1, number + part.Term(j, i, v), i + 1);
    }
  }
}

void Gaps::AddLines(const Part& part, std::size_t j, std::uint32_t number, std::size_t from) {
  for (std::size_t n = from; n + j < chosen_.size(); ++n) {
    if (j == 1) {
      lines_.push_back({number + terms_[1][n], part.FirstWord(chosen_[n] + 1)});
    } else {
      AddLines(part, j - 1, number + terms_[j][n], n + 1);
    }
  }
}

void Gaps::Choose(const Part& part, std::span<const Value> row,
                  std::span<const std::uint8_t> known) {
  chosen_.clear();
  mask_.assign(part.words, 0);
  for (std::size_t i = 0; i < part.columns.size(); ++i) {
    if (known[part.columns[i]] == 0) continue;
    chosen_.push_back(i);
    const std::uint32_t symbol = part.symbols[i] + static_cast<std::uint32_t>(row[part.columns[i]]);
    if (part.strength > 1) mask_[symbol / 64] |= Bit(symbol);
  }
  lines_.clear();
  if (part.strength == 1) {
    lines_ = {{0, 0}};
    mask_[0] = 1;
  } else if (part.strength == 2) {
    lines_ = {{0, 0}};
  } else {
    for (std::size_t j = 1; j + 1 < part.strength; ++j) {
      terms_[j].clear();
      for (std::size_t i : chosen_) terms_[j].push_back(part.Term(j, i, row[part.columns[i]]));
    }
    AddLines(part, part.strength - 2, 0, 0);
  }
}

void Gaps::AddRow(std::span<const Value> row) {
  for (const Part& part : parts_) {
    Choose(part, row, all_known_);
    for (std::size_t own = 0; own < part.columns.size(); ++own) {
      std::uint64_t* words = WordsOf(part, own, row[part.columns[own]]);
      for (const Line& line : lines_) {
        std::uint64_t* word = words + line.begin;
        for (std::uint32_t w = line.first; w < part.words; ++w, ++word) {
          const std::uint64_t closed = *word & mask_[w];
          if (closed == 0) continue;
          open_ -= static_cast<std::uint64_t>(CountBits(closed));
          *word ^= closed;
        }
        words_read_ += part.words - line.first + 2;
      }
    }
  }
}

void Gaps::Gains(int column, std::span<const Value> row, std::span<const std::uint8_t> known,
                 std::vector<int>& gains) {
  gains.assign(levels_[column], 0);
  for (const Part& part : parts_) {
    if (part.place[column] < 0) continue;
    Choose(part, row, known);
    const std::uint64_t* words = WordsOf(part, part.place[column], 0);
    for (int& gain : gains) {
      for (const Line& line : lines_) {
        const std::uint64_t* word = words + line.begin;
        for (std::uint32_t w = line.first; w < part.words; ++w, ++word) {
          const std::uint64_t missing = *word & mask_[w];
          if (missing != 0) gain += CountBits(missing);
        }
        words_read_ += part.words - line.first + 2;
      }
      words += part.size;
    }
  }
}

void Gaps::Exclude(std::span<const Cell> tuple) {
  for (const Part& part : parts_) {
    if (part.strength != tuple.size()) continue;
    std::vector<std::size_t> places;
    std::vector<Value> values(part.columns.size());
    for (const Cell& cell : tuple) {
      const int place = part.place[cell.column];
      if (place < 0) break;
      places.push_back(static_cast<std::size_t>(place));
      values[place] = cell.value;
    }
    if (places.size() != tuple.size()) continue;
    std::sort(places.begin(), places.end());
    for (std::size_t own : places) {
      std::vector<std::size_t> others = places;
      std::erase(others, own);
      std::uint32_t number = 0, first = 0;
      for (std::size_t n = 0; n + 1 < others.size(); ++n) {
        number += part.Term(others.size() - 1 - n, others[n], values[others[n]]);
        first = part.FirstWord(others[n] + 1);
      }
      const std::uint32_t symbol =
          others.empty()
              ? 0
              : part.symbols[others.back()] + static_cast<std::uint32_t>(values[others.back()]);
      std::uint64_t& word = WordsOf(part, own, values[own])[number + symbol / 64 - first];
      open_ -= (word & Bit(symbol)) != 0;
      word &= ~Bit(symbol);
    }
  }
}

std::vector<Cell> Gaps::Pick(Random& random) const {
  std::size_t at = 0;
  for (int tries = 0; tries < 64; ++tries) {
    at = random.Below(std::min<std::size_t>(words_.size(), UINT32_MAX));
    if (words_[at] != 0) break;
  }
  while (words_[at] == 0) at = at + 1 == words_.size() ? 0 : at + 1;
  std::uint64_t bits = words_[at];
  for (auto skip = random.Below(CountBits(bits)); skip > 0; --skip) bits &= bits - 1;
  std::uint32_t bit = 0;
  while ((bits >> bit & 1) == 0) ++bit;

  auto part = parts_.begin();
  while (part + 1 != parts_.end() && (part + 1)->begin <= at) ++part;
  const auto place_of = [&](std::uint32_t symbol) {
    const auto& symbols = part->symbols;
    return std::upper_bound(symbols.begin(), symbols.end(), symbol) - symbols.begin() - 1;
  };
  std::vector<Cell> tuple;
  const auto add = [&](std::uint32_t symbol) {
    const std::size_t place = place_of(symbol);
    tuple.push_back({part->columns[place], static_cast<Value>(symbol - part->symbols[place])});
  };
  at -= part->begin;
  add(static_cast<std::uint32_t>(at / part->size));
  if (part->strength == 1) return tuple;
  auto number = static_cast<std::uint32_t>(at % part->size);
  std::size_t from = 0;
  for (std::size_t j = part->strength - 2; j > 0; --j) {
    const std::vector<std::uint32_t>& before = part->before[j];
    number += before[from];
    const auto i = static_cast<std::size_t>(std::upper_bound(before.begin(), before.end(), number) -
                                            before.begin() - 1);
    number -= before[i];
    tuple.push_back({part->columns[i], static_cast<Value>(number / part->Each(j - 1, i))});
    number %= part->Each(j - 1, i);
    from = i + 1;
  }
  add((part->FirstWord(from) + number) * 64 + bit);
  return tuple;
}

}  // namespace combtest::internal::arrays
