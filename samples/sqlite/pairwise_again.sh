#!/bin/sh
# pairwise_again.sh PROGRAM DIRECTORY: the pairs of options, kept in a file: made, run again from there, one walk by its
# name, nothing again where all has passed, and with a budget by the times of the first run, which leaves time for more.
set -e
rm -rf "$2"
mkdir -p "$2"
suite='All/Sqlite.*'
pairwise="--gtest_brief=1 --combtest_strength=2 --combtest_array=$2/arrays.jsonl"
"$1" $pairwise "--gtest_filter=$suite" --combtest_log_dir="$2/logs"
cp "$2/arrays.jsonl" "$2/before"
"$1" $pairwise "--gtest_filter=$suite"
cmp "$2/before" "$2/arrays.jsonl"
echo "no line has changed"
walk=$("$1" $pairwise --gtest_list_tests "--gtest_filter=$suite" | sed -n 's/^  \(StaysSound[^ ]*\).*/\1/p' | tail -n 1)
"$1" "--gtest_filter=All/Sqlite.$walk" | grep 'OK.*StaysSound'
"$1" $pairwise "--gtest_filter=$suite" --combtest_rerun="$2/logs"
"$1" $pairwise "--gtest_filter=$suite" --combtest_times="$2/logs" >/dev/null
grep -c times_us "$2/arrays.jsonl"
"$1" --combtest_strength=2 --combtest_array="$2/arrays.jsonl" "--gtest_filter=$suite" --combtest_budget=1h |
  grep 'within the budget of'
