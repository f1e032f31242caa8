#include "src/selection/array_file.h"

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <limits>
#include <set>
#include <stdexcept>
#include <system_error>
#include <utility>

#include "combtest/action.h"
#include "src/os/process_info.h"
#include "src/os/worker_process.h"
#include "src/selection/array_model.h"
#include "src/space/space_data.h"
#include "src/text/json_text.h"

namespace combtest::internal {
namespace {

namespace json = boost::json;

constexpr int kVersion = 1;

std::string FirstLine() {
  return LineJson(json::object{{"combtest", "array"}, {"version", kVersion}});
}

// Nothing where it isn't an array of strings.
std::optional<std::vector<std::string>> Texts(const json::value& value) {
  if (!value.is_array()) return std::nullopt;
  std::vector<std::string> texts;
  for (const json::value& text : value.get_array()) {
    if (!text.is_string()) return std::nullopt;
    texts.emplace_back(text.get_string());
  }
  return texts;
}

using std::chrono::microseconds;
using std::chrono::nanoseconds;

std::int64_t Rounded(nanoseconds time) {
  std::int64_t us = (time.count() + 999) / 1000, unit = 1;
  while (us / unit >= 1000) unit *= 10;
  return (us + unit / 2) / unit * unit;
}

json::object TimesToJson(const ArrayTimes& times) {
  json::object serial;
  for (const auto& [action, time] : times.serial) serial[action] = Rounded(time);
  json::array walks;
  for (const nanoseconds time : times.walks) walks.emplace_back(Rounded(time));
  return {{"times_us",
           {{"walk", Rounded(times.walk)}, {"serial", std::move(serial)}, {"walks", walks}}}};
}

// Nothing where they are none.
std::optional<ArrayTimes> TimesFromJson(const json::value& value) {
  const auto time = [](const json::value& number) {
    const auto us = number.to_number<std::int64_t>();
    if (us < 0 || us > std::numeric_limits<std::int64_t>::max() / 1000)
      throw std::out_of_range("a time");
    return nanoseconds(microseconds(us));
  };
  try {
    ArrayTimes times;
    const json::object& object = value.as_object();
    times.walk = time(object.at("walk"));
    for (const auto& [action, one] : object.at("serial").as_object())
      times.serial[std::string(action)] = time(one);
    for (const json::value& one : object.at("walks").as_array()) times.walks.push_back(time(one));
    return times;
  } catch (const std::exception&) {
    return std::nullopt;
  }
}

// By its name in walks' names, an action's option; those of actions with one name in their order.
class Pieces {
 public:
  explicit Pieces(const WalkSpace& space) : data_(*WalkAccess::Data(space)) {
    for (std::size_t a = 0; a < data_.actions.size(); ++a) {
      for (std::size_t o = 0; o < data_.actions[a].options.size(); ++o)
        places_[data_.Names().Piece(a, o)].emplace_back(a, static_cast<arrays::Value>(o));
    }
  }
  // Fills in the piece's option where the row has none yet; false where there is no such option.
  bool Fill(const std::string& piece, std::vector<arrays::Value>& row) const {
    const auto found = places_.find(piece);
    if (found == places_.end()) return false;
    for (const auto& [action, option] : found->second) {
      if (row[action] != arrays::kDontCare) continue;
      row[action] = option;
      return true;
    }
    return false;
  }

 private:
  const SpaceData& data_;
  std::map<std::string, std::vector<std::pair<std::size_t, arrays::Value>>> places_;
};

}  // namespace

ArrayFile::ArrayFile(const std::string& path) : path_(FromStartDirectory(path)) {
  std::error_code error;
  if (!std::filesystem::exists(path_, error) && !error) return;
  std::ifstream file(path_, std::ios::binary);
  if (!file) throw Error("--combtest_array: " + path_ + " can't be read: " + std::strerror(errno));
  std::size_t number = 0;
  for (std::string line; std::getline(file, line);) Read(line, ++number);
  if (file.bad()) throw Error("--combtest_array: " + path_ + " can't be read to its end");
}

void ArrayFile::Complain(std::size_t line, const std::string& what) const {
  throw Error(path_ + ":" + std::to_string(line) + ": " + what);
}

void ArrayFile::Read(const std::string& line, std::size_t number) {
  if (number == 1) {
    if (line != FirstLine())
      Complain(1, "this isn't a file of arrays, whose first line is " + FirstLine());
    return;
  }
  json::error_code error;
  const json::value value = json::parse(line, error);
  const json::object* object = error ? nullptr : value.if_object();
  if (object != nullptr && object->size() == 1 && object->contains("suite") &&
      object->at("suite").is_string()) {
    const std::string name(object->at("suite").get_string());
    for (const Suite& suite : suites_) {
      if (suite.name == name) Complain(number, "the suite " + name + " is there twice");
    }
    suites_.push_back({name, {line}, {}});
    return;
  }
  if (object != nullptr && object->size() == 1 && object->contains("times_us") &&
      !suites_.empty()) {
    suites_.back().times = TimesFromJson(object->at("times_us"));
    if (!suites_.back().times) Complain(number, "these are no times; take the line out");
    return;
  }
  if (suites_.empty()) Complain(number, "a line {\"suite\":\"NAME\"} should come first");
  Suite& suite = suites_.back();
  suite.lines.push_back(line);
  if (object != nullptr && object->size() == 2 && object->contains("walk") &&
      object->contains("and")) {
    json::error_code no_number;
    const auto walk = object->at("walk").to_number<std::size_t>(no_number);
    const auto more = Texts(object->at("and"));
    if (no_number || walk < 1 || walk > suite.walks.size() || !more)
      Complain(number,
               "\"walk\" is the number of a walk of the suite, \"and\" an array of options");
    auto& pieces = suite.walks[walk - 1].pieces;
    pieces.insert(pieces.end(), more->begin(), more->end());
    return;
  }
  auto pieces = error ? std::nullopt : Texts(value);
  if (!pieces)
    Complain(number, "this is no line of an array, such as [\"Format_512\",\"Codec_zip\"]");
  suite.walks.push_back({number, *std::move(pieces)});
}

arrays::Rows ArrayFile::RowsOf(const std::string& name, const WalkSpace& space) const {
  arrays::Rows rows(space.action_count());
  const auto suite = std::find_if(suites_.begin(), suites_.end(),
                                  [&](const Suite& one) { return one.name == name; });
  if (suite == suites_.end()) return rows;
  const Pieces pieces(space);
  ExclusionCursor exclusions(WalkAccess::Data(space));
  std::set<std::vector<arrays::Value>> seen;
  for (const Walk& walk : suite->walks) {
    std::vector<arrays::Value> row(space.action_count(), arrays::kDontCare);
    for (const std::string& piece : walk.pieces) {
      if (pieces.Fill(piece, row)) continue;
      Complain(walk.line, name + " has no option " + piece +
                              "; take the line out, and others are added for it");
    }
    const bool complete = std::find(row.begin(), row.end(), arrays::kDontCare) == row.end();
    if (complete && exclusions.Excluded(WalkOf(space, row))) {
      Complain(walk.line, "this walk of " + name +
                              " is excluded now; take the line out, and others are added for it");
    }
    if (!seen.insert(row).second)
      Complain(walk.line, "this walk of " + name + " is there twice; take the line out");
    rows.Add(row);
  }
  return rows;
}

ArrayFile::Suite& ArrayFile::SuiteOf(const std::string& name) {
  for (Suite& suite : suites_) {
    if (suite.name == name) return suite;
  }
  suites_.push_back({name, {LineJson(json::object{{"suite", name}})}, {}});
  return suites_.back();
}

void ArrayFile::AddWalk(Suite& suite, const WalkSpace& space, std::span<const arrays::Value> row) {
  const NameTable& names = WalkAccess::Data(space)->Names();
  Walk walk;
  json::array line;
  for (std::size_t a = 0; a < row.size(); ++a) {
    walk.pieces.push_back(names.Piece(a, static_cast<std::size_t>(row[a])));
    line.emplace_back(walk.pieces.back());
  }
  suite.walks.push_back(std::move(walk));
  suite.lines.push_back(LineJson(line));
}

void ArrayFile::Extend(const std::string& name, const WalkSpace& space, const arrays::Rows& rows) {
  Suite& suite = SuiteOf(name);
  const std::size_t before = suite.lines.size();
  const NameTable& names = WalkAccess::Data(space)->Names();
  const arrays::Rows old = RowsOf(name, space);
  for (std::size_t r = 0; r < old.size(); ++r) {
    json::array more;
    for (std::size_t a = 0; a < old.columns(); ++a) {
      if (old[r][a] != arrays::kDontCare) continue;
      suite.walks[r].pieces.push_back(names.Piece(a, static_cast<std::size_t>(rows[r][a])));
      more.emplace_back(suite.walks[r].pieces.back());
    }
    if (!more.empty())
      suite.lines.push_back(LineJson(json::object{{"walk", r + 1}, {"and", std::move(more)}}));
  }
  for (std::size_t r = old.size(); r < rows.size(); ++r) AddWalk(suite, space, rows[r]);
  if (suite.lines.size() > before) Write(suite);
}

std::optional<ArrayTimes> ArrayFile::TimesOf(const std::string& name) const {
  for (const Suite& suite : suites_) {
    if (suite.name == name) return suite.times;
  }
  return std::nullopt;
}

void ArrayFile::SetTimes(const std::string& name, const ArrayTimes& times) {
  Suite& suite = SuiteOf(name);
  suite.times = times;
  Write(suite);
}

void ArrayFile::Replace(const std::string& name, const WalkSpace& space, const arrays::Rows& rows) {
  Suite& suite = SuiteOf(name);
  suite.lines.resize(1);
  suite.walks.clear();
  if (suite.times) suite.times->walks.clear();  // other walks
  for (std::size_t r = 0; r < rows.size(); ++r) AddWalk(suite, space, rows[r]);
  Write(suite);
}

void ArrayFile::Write(const Suite& changed) const {
  // Several programs may be at it, for several suites.
  ArrayFile now(path_);
  now.SuiteOf(changed.name) = changed;
  const std::string part = path_ + "." + std::to_string(OwnProcessId()) + ".part";
  std::ofstream file(part, std::ios::binary | std::ios::trunc);
  file << FirstLine() << "\n";
  for (const Suite& suite : now.suites_) {
    for (const std::string& line : suite.lines) {
      file << line << "\n";
      if (suite.times && &line == &suite.lines.front())
        file << LineJson(TimesToJson(*suite.times)) << "\n";
    }
  }
  file.close();
  std::error_code error(file ? 0 : errno, std::generic_category());
  if (!error) std::filesystem::rename(part, path_, error);
  if (!error) return;
  std::error_code ignored;
  std::filesystem::remove(part, ignored);
  throw Error("--combtest_array: " + path_ + " can't be written: " + error.message());
}

}  // namespace combtest::internal
