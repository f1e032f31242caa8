// What a person reads of why walks failed.
#ifndef COMBTEST_SRC_REPORT_EXPLANATIONS_H_
#define COMBTEST_SRC_REPORT_EXPLANATIONS_H_

#include <functional>
#include <string>
#include <vector>

#include "combtest/explanation.h"
#include "combtest/walk_space.h"

namespace combtest::internal {

// Lines without newlines, the main ones first; none where no walk failed. `how` says what to do to
// run a walk: a command, or the walk itself.
std::vector<std::string> ExplanationLines(const Explanations& explanations, const WalkSpace& space,
                                          const std::function<std::string(WalkId)>& how);

// The same in a few lines, to be said again where much has been printed since.
std::vector<std::string> ExplanationHeadlines(const Explanations& explanations);

// "fails with BlockSize=4096 and Remount=true: 212 of 212 such walks; no other failed". `only`: no
// walk failed otherwise, in any group.
std::string ExplanationText(const Explanation& explanation, const FailureGroup& group, bool only);
// What extra walks said: how many there were, and a line for each combination. None: none ran.
std::vector<std::string> ExtraWalksLines(const Explanations& explanations);
// The directories of extra walks that failed, the first few by name.
std::string KeptText(const std::vector<std::string>& kept);
// "failed in Write at a.cc:3 with A=1 and B=2: confirmed by 14 walks, contradicted by none".
std::string TriedText(const TriedCombination& tried);
// "212 walks failed in Remount at disk_test.cc:31: what the message says".
std::string GroupText(const FailureGroup& group);

}  // namespace combtest::internal

#endif  // COMBTEST_SRC_REPORT_EXPLANATIONS_H_
