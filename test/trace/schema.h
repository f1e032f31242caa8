// docs/traces.md as a schema: what each type of record may and must have.
#ifndef COMBTEST_TEST_TRACE_SCHEMA_H_
#define COMBTEST_TEST_TRACE_SCHEMA_H_

#include <boost/json/value.hpp>
#include <map>
#include <string>

namespace combtest::test {

class TraceSchema {
 public:
  explicit TraceSchema(const std::string& page);

  // Empty, or what is wrong with the record.
  std::string Check(const boost::json::value& record) const;
  // The same for every whole line of a file, with the line.
  std::string CheckFile(const std::string& path) const;
  std::size_t types() const { return records_.size(); }

 private:
  struct Field {
    std::string type;
    bool always = false;
  };
  std::map<std::string, std::map<std::string, Field>> records_;
};

}  // namespace combtest::test

#endif  // COMBTEST_TEST_TRACE_SCHEMA_H_
