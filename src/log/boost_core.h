// The one place that knows Boost.Log.
#ifndef COMBTEST_SRC_LOG_BOOST_CORE_H_
#define COMBTEST_SRC_LOG_BOOST_CORE_H_

#include <boost/smart_ptr/shared_ptr.hpp>
#include <functional>

#include "src/log/log_record.h"

namespace combtest::internal {

// Gives the record to every sink of Boost.Log's core, ours and the program's own. May throw what a
// sink of the program throws.
void PushToBoostLog(const LogRecord& record);

// Gives records of all loggers the attributes Walk and Action of the thread that makes them.
void AddContextAttributes();

// Takes the program's own sinks out of Boost.Log's core.
void RemoveSinksFromBoostLog();

// A sink in Boost.Log's core, while it lives: it takes the records of all loggers, from
// log_threshold's severity on. A record without a severity that is known counts as info.
class BoostSink {
 public:
  // `take` may be called on several threads at once, and not any more once this is destroyed.
  explicit BoostSink(std::function<void(LogRecord)> take);
  ~BoostSink();

 private:
  class Sink;
  const boost::shared_ptr<Sink> sink_;
};

}  // namespace combtest::internal

#endif  // COMBTEST_SRC_LOG_BOOST_CORE_H_
