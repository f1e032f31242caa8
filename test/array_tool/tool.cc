#include "test/array_tool/tool.h"

#include <unistd.h>

#include <algorithm>
#include <boost/json/parse.hpp>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <stdexcept>

namespace combtest::test {

Table TableOf(const std::string& text) {
  Table table;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    table.emplace_back();
    for (std::size_t begin = 0; begin <= line.size();) {
      const std::size_t end = std::min(line.find('\t', begin), line.size());
      table.back().push_back(line.substr(begin, end - begin));
      begin = end + 1;
    }
  }
  return table;
}

std::string TextOf(const Table& table) {
  std::string text;
  for (const auto& row : table) {
    for (std::size_t i = 0; i < row.size(); ++i) text += (i == 0 ? "" : "\t") + row[i];
    text += '\n';
  }
  return text;
}

ArrayToolTest::ArrayToolTest() {
  std::string path = std::filesystem::temp_directory_path() / "combtest-array-XXXXXX";
  if (::mkdtemp(path.data()) == nullptr) throw std::runtime_error("can't make " + path);
  directory_ = path;
}

ArrayToolTest::~ArrayToolTest() {
  std::error_code ignored;
  std::filesystem::remove_all(directory_, ignored);
}

std::string ArrayToolTest::Write(const std::string& name, const std::string& content) {
  const std::string path = directory_ / name;
  std::ofstream(path, std::ios::binary) << content;
  return path;
}

BinaryRun ArrayToolTest::Run(const std::vector<std::string>& arguments) {
  Binary binary;
  binary.argv = {COMBTEST_ARRAY};
  binary.argv.insert(binary.argv.end(), arguments.begin(), arguments.end());
  binary.directory = directory_;
  return RunBinary(binary);
}

Table ArrayToolTest::Make(const std::string& model, std::vector<std::string> options) {
  options.push_back(Write("model", model));
  const BinaryRun run = Run(options);
  EXPECT_EQ(run.exit_code, 0) << run;
  return TableOf(run.out);
}

BinaryRun ArrayToolTest::Check(const std::string& model, const std::string& rows,
                               std::vector<std::string> options) {
  options.push_back("--check=" + Write("rows", rows));
  options.push_back(Write("model", model));
  return Run(options);
}

std::string ArrayToolTest::Complaint(const std::string& model) {
  const std::string path = Write("model", model);
  const BinaryRun run = Run({path});
  EXPECT_EQ(run.exit_code, 2) << run;
  EXPECT_EQ(run.out, "");
  const std::string begin = "combtest-array: " + path + ": ";
  EXPECT_TRUE(run.err.starts_with(begin)) << run;
  EXPECT_EQ(run.err.find('\n'), run.err.size() - 1) << run;
  return run.err.substr(std::min(begin.size(), run.err.size()), run.err.size() - begin.size() - 1);
}

std::uint64_t Number(const BinaryRun& run, const std::string& key) {
  return boost::json::parse(run.err).at(key).to_number<std::uint64_t>();
}

}  // namespace combtest::test
