// Runs combtest-array on models that a test writes.
#ifndef COMBTEST_TEST_ARRAY_TOOL_TOOL_H_
#define COMBTEST_TEST_ARRAY_TOOL_TOOL_H_

#include <gtest/gtest.h>

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "test/support/run_binary.h"

namespace combtest::test {

using Table = std::vector<std::vector<std::string>>;  // the first row has the columns' names

Table TableOf(const std::string& text);
std::string TextOf(const Table& table);

class ArrayToolTest : public testing::Test {
 protected:
  ArrayToolTest();
  ~ArrayToolTest() override;

  // The path of a file of this content.
  std::string Write(const std::string& name, const std::string& content);
  BinaryRun Run(const std::vector<std::string>& arguments);
  // The rows of a model that must be a right one.
  Table Make(const std::string& model, std::vector<std::string> options = {});
  BinaryRun Check(const std::string& model, const std::string& rows,
                  std::vector<std::string> options = {});
  // What is said of a wrong model, without "combtest-array: " and the file's name.
  std::string Complaint(const std::string& model);

 private:
  std::filesystem::path directory_;
};

// A number of the line of JSON on the error output.
std::uint64_t Number(const BinaryRun& run, const std::string& key);

}  // namespace combtest::test

#endif  // COMBTEST_TEST_ARRAY_TOOL_TOOL_H_
