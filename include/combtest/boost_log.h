// For programs that use Boost.Log themselves. Their loggers need nothing of this: what they write
// where a walk runs goes to the central log. Here are names for filters and formatters of the
// program's own sinks, which see every record with these attributes where it has them.
#ifndef COMBTEST_BOOST_LOG_H_
#define COMBTEST_BOOST_LOG_H_

#include <boost/log/attributes/attribute_value_set.hpp>
#include <boost/log/attributes/value_extraction.hpp>
#include <boost/log/expressions/keyword.hpp>
#include <functional>
#include <optional>
#include <string>
#include <utility>

#include "combtest/log.h"

namespace combtest {

namespace log_attributes {

BOOST_LOG_ATTRIBUTE_KEYWORD(walk, "Walk", std::string)      // as in the test's name
BOOST_LOG_ATTRIBUTE_KEYWORD(action, "Action", std::string)  // `Write("x")`
BOOST_LOG_ATTRIBUTE_KEYWORD(worker, "Worker", unsigned)     // of records that come from a worker
BOOST_LOG_ATTRIBUTE_KEYWORD(host, "Host", std::string)      // as well; so is Boost.Log's ProcessID

}  // namespace log_attributes

// Nothing where the record's severity isn't of the type that it knows.
using SeverityReader =
    std::function<std::optional<LogSeverity>(const boost::log::attribute_value_set& record)>;
void AddSeverityReader(SeverityReader reader);

// Says what the levels of the program's own type mean. boost::log::trivial::severity_level is
// known.
//   combtest::MapSeverity<Level>([](Level level) { return level < Level::kBad ? …::info : …; });
template <class Level, class Map>
void MapSeverity(Map map) {
  AddSeverityReader([map = std::move(map)](const boost::log::attribute_value_set& record)
                        -> std::optional<LogSeverity> {
    const auto level = boost::log::extract<Level>("Severity", record);
    if (!level) return std::nullopt;
    return map(*level);
  });
}

}  // namespace combtest

#endif  // COMBTEST_BOOST_LOG_H_
