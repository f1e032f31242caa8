#include "gtest_integration/src/suite_list.h"

#include <gtest/gtest.h>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <cerrno>
#include <cstring>

#include "combtest/config.h"

namespace combtest::internal {

SuiteList::SuiteList(const std::string& path) : file_(path) {
  if (!file_) {
    throw Error("the list of suites can't be written to `" + path + "`: " + std::strerror(errno));
  }
}

SuiteList* SuiteList::Current() {
  const std::string path = config::Current().list_suites;
  if (path.empty() || !GTEST_FLAG_GET(list_tests)) return nullptr;
  static SuiteList list(path);
  return &list;
}

void SuiteList::Add(const std::string& suite, const std::string& test, const WalkSpace& space) {
  boost::json::array serial;
  for (std::size_t a = 0; a < space.action_count(); ++a) {
    if (space.IsSerial(a)) serial.emplace_back(space.ActionName(a));
  }
  file_ << boost::json::serialize(boost::json::object{{"suite", suite},
                                                      {"test", test},
                                                      {"filter", suite + "." + test + "/*"},
                                                      {"product", space.full_size()},
                                                      {"serial_actions", serial}})
        << std::endl;
}

}  // namespace combtest::internal
