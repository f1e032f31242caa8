#include "src/space/cut_name_search.h"

#include <algorithm>
#include <numeric>

#include "src/text/hash.h"

namespace combtest::internal {
namespace {

constexpr double kMostBegins = 1 << 20;  // in the table
constexpr double kMostEnds = 1 << 22;    // that are looked up: a second or so

}  // namespace

CutNameSearch::CutNameSearch(const std::vector<std::vector<std::string>>& pieces,
                             std::string_view separator, std::string_view name, int hash_digits)
    : pieces_(pieces), separator_(separator), options_(pieces.size()) {
  const auto digits = static_cast<std::size_t>(hash_digits);
  visible_ = name.substr(0, name.size() - digits - 1);
  for (const char c : name.substr(name.size() - digits)) {
    constexpr std::string_view kDigits = "0123456789abcdef";
    const std::size_t digit = kDigits.find(c);
    if (digit == kDigits.npos) visible_ = {};
    hash_ = hash_ * 16 + digit;
  }
}

std::optional<std::vector<std::size_t>> CutNameSearch::Find(
    const std::function<bool(const std::vector<std::size_t>&)>& is_it) {
  is_it_ = &is_it;
  if (visible_.empty() || !Go(0, "")) return std::nullopt;
  return options_;
}

// Through the actions whose options can be seen, to the first one that ends behind the cut.
bool CutNameSearch::Go(std::size_t action, const std::string& text) {
  if (action == pieces_.size()) return false;  // it is shorter than what is visible
  Level last{action, {}};
  for (std::size_t o = 0; o < pieces_[action].size(); ++o) {
    const std::string longer =
        text + (action > 0 ? std::string(separator_) : std::string()) + pieces_[action][o];
    const std::size_t seen = std::min(longer.size(), visible_.size());
    if (longer.compare(0, seen, visible_, 0, seen) != 0) continue;
    if (longer.size() >= visible_.size()) {
      last.options.push_back(o);
      continue;
    }
    options_[action] = o;
    if (Go(action + 1, longer)) return true;
  }
  if (last.options.empty()) return false;
  std::vector<Level> levels = {std::move(last)};
  for (std::size_t a = action + 1; a < pieces_.size(); ++a) {
    levels.push_back({a, std::vector<std::size_t>(pieces_[a].size())});
    std::iota(levels.back().options.begin(), levels.back().options.end(), 0);
  }
  return Solve(Hash(text), std::move(levels));
}

bool CutNameSearch::Solve(std::uint64_t before, std::vector<Level> levels) {
  double begins = 1, ends = 1;
  std::size_t first = 0, last = levels.size();
  while (first < last) {
    const auto next = static_cast<double>(levels[first].options.size());
    if (begins <= ends && begins * next <= kMostBegins) {
      begins *= next;
      ++first;
    } else {
      ends *= static_cast<double>(levels[--last].options.size());
    }
  }
  if (ends > kMostEnds) {
    gave_up_ = true;
    return false;
  }
  ListBegins(levels, first, before);
  return LookUp(levels, first, levels.size(), hash_);
}

std::uint64_t CutNameSearch::Add(const Level& level, std::size_t option, std::uint64_t hash) const {
  if (level.action > 0) hash = Hash(separator_, hash);
  return Hash(pieces_[level.action][option], hash);
}

std::uint64_t CutNameSearch::Remove(const Level& level, std::size_t option,
                                    std::uint64_t hash) const {
  hash = HashSeedOf(pieces_[level.action][option], hash);
  return level.action > 0 ? HashSeedOf(separator_, hash) : hash;
}

void CutNameSearch::ListBegins(const std::vector<Level>& levels, std::size_t size,
                               std::uint64_t before) {
  std::vector<std::uint64_t> hashes = {before}, longer;
  for (std::size_t l = 0; l < size; ++l) {
    longer.clear();
    for (const std::uint64_t hash : hashes) {
      for (const std::size_t o : levels[l].options) longer.push_back(Add(levels[l], o, hash));
    }
    hashes.swap(longer);
  }
  begins_.clear();
  for (std::size_t i = 0; i < hashes.size(); ++i) begins_.emplace_back(hashes[i], i);
  std::sort(begins_.begin(), begins_.end());
}

bool CutNameSearch::LookUp(const std::vector<Level>& levels, std::size_t begin, std::size_t level,
                           std::uint64_t hash) {
  if (level > begin) {
    const Level& here = levels[level - 1];
    return std::any_of(here.options.begin(), here.options.end(), [&](std::size_t o) {
      options_[here.action] = o;
      return LookUp(levels, begin, level - 1, Remove(here, o, hash));
    });
  }
  auto found = std::lower_bound(begins_.begin(), begins_.end(), std::pair(hash, std::size_t{0}));
  for (; found != begins_.end() && found->first == hash; ++found) {
    std::size_t number = found->second;
    for (std::size_t l = begin; l-- > 0;) {
      const Level& here = levels[l];
      options_[here.action] = here.options[number % here.options.size()];
      number /= here.options.size();
    }
    if ((*is_it_)(options_)) return true;
  }
  return false;
}

}  // namespace combtest::internal
