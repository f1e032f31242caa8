// expect: combtest: Walks<State, Actions...> needs at least one action
// names: Walks<int>
#include <combtest/run_tests.h>

int main() { return combtest::RunTests<int>().ok() ? 0 : 1; }
