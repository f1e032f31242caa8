// Boost.Asio costs a second in every file that includes it: what only hands its context on names it
// alone.
#ifndef COMBTEST_SRC_PROCESS_ASIO_FWD_H_
#define COMBTEST_SRC_PROCESS_ASIO_FWD_H_

namespace boost::asio {
class io_context;
}  // namespace boost::asio

#endif  // COMBTEST_SRC_PROCESS_ASIO_FWD_H_
