#include "src/report/states_file.h"

#include <boost/json/value.hpp>
#include <cerrno>
#include <cstring>

#include "combtest/action.h"
#include "src/os/file_size_limit.h"
#include "src/os/process_info.h"
#include "src/text/json_text.h"

namespace combtest::internal {

StatesFile::StatesFile(const std::string& path, bool append) : path_(FromStartDirectory(path)) {
  IgnoreFileSizeSignal();
  file_ = std::fopen(path_.c_str(), append ? "a" : "w");
  if (file_ == nullptr) Throw("can't be opened");
}

StatesFile::~StatesFile() {
  if (file_ != nullptr) std::fclose(file_);
}

void StatesFile::Write(const std::string& suite, const Walk& walk, const Outcome& outcome,
                       const boost::json::value& state) {
  const boost::json::object line{{"suite", suite},
                                 {"id", walk.id()},
                                 {"name", walk.name()},
                                 {"branch", BranchText(walk)},
                                 {"outcome", std::string(OutcomeName(outcome))},
                                 {"state", state}};
  const std::string text = LineJson(line) + "\n";
  if (std::fwrite(text.data(), 1, text.size(), file_) != text.size()) Throw("can't be written");
}

void StatesFile::Close() {
  std::FILE* file = file_;
  file_ = nullptr;
  if (std::fclose(file) != 0) Throw("can't be written");
}

void StatesFile::Throw(const char* what) const {
  throw Error("the states file " + path_ + " " + what + ": " + std::strerror(errno));
}

std::string BranchText(const Walk& walk) {
  std::string text;
  for (std::size_t i = 0; i < walk.size(); ++i) {
    if (walk.IsSerial(i)) text += (text.empty() ? "" : ", ") + walk.ActionText(i);
  }
  return text;
}

}  // namespace combtest::internal
