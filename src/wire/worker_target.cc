#include "src/wire/worker_target.h"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value_to.hpp>

namespace combtest::internal {

namespace json = boost::json;

std::string Encode(const WorkerTarget& target) {
  return json::serialize(json::object{{"suite", target.suite},
                                      {"test", target.test},
                                      {"case", target.running_case},
                                      {"name", target.run_name},
                                      {"ordinal", target.ordinal},
                                      {"program_run", target.program_run}});
}

WorkerTarget DecodeWorkerTarget(std::string_view text) {
  const json::value value = json::parse(text);
  const json::object& object = value.as_object();
  const auto get = [&object](const char* name) {
    return json::value_to<std::string>(object.at(name));
  };
  WorkerTarget target;
  target.suite = get("suite");
  target.test = get("test");
  target.running_case = get("case");
  target.run_name = get("name");
  target.ordinal = json::value_to<unsigned>(object.at("ordinal"));
  target.program_run = json::value_to<unsigned>(object.at("program_run"));
  return target;
}

}  // namespace combtest::internal
