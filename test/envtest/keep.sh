#!/bin/sh
# Runs a program until standard input ends, which it does however the parent ended, then removes the program's folder.
# Usage: keep.sh FOLDER PROGRAM [ARGUMENT]...
folder=$1
shift
exec 3<&0
"$@" </dev/null 3<&- &
program=$!
# The shell tells of a killed child on standard error, which nobody may read any more.
trap '' PIPE
{
  read -r _ <&3
  kill -9 "$program"
} 2>/dev/null &
watcher=$!
wait "$program"
status=$?
kill "$watcher" 2>/dev/null
rm -rf "$folder"
exit "$status"
