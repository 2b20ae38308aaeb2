# leash.sh <signal> <log file> <command...>: runs the command for as long as our stdin stays open.
# What it prints goes to the log file, or to our stderr where that is "-"; our stdout tells its pid.
#
# The JVM holds the other end of stdin. When it lets go, be it by closing it or by dying of kill -9, the
# command gets the signal, and 20 s later SIGKILL. Ends when the command has ended, with its status.
signal=$1
log=$2
shift 2

# Ctrl-C in a terminal goes to the whole process group. The JVM decides what it means, in its own order.
trap '' HUP INT QUIT TERM
exec 3<&0 </dev/null
[ "$log" = - ] || exec 2>"$log"

# A session (Linux) or a process group (macOS has no setsid, its sh has job control) of its own, for the same reason.
# A JVM that is born with an ignored signal never listens to it: those are ours alone.
if command -v setsid >/dev/null 2>&1; then
  (trap - HUP INT QUIT TERM; exec setsid "$@") >&2 3<&- &
else
  set -m
  (trap - HUP INT QUIT TERM; exec "$@") >&2 3<&- &
  set +m
fi
child=$!
echo "$child"
exec >/dev/null 2>&1

(
  while read -r _; do :; done
  n=0
  while [ "$n" -lt 100 ]; do
    # Again and again: a shell's background job is born deaf to INT until it has its own handler.
    kill -s "$signal" "$child"
    sleep 0.2
    n=$((n + 1))
  done
  kill -s KILL "$child"
) <&3 &
watcher=$!
exec 3<&-

wait "$child"
status=$?
# The pid is free for others from here on: the watcher must not signal it any more.
kill -s KILL "$watcher"
exit "$status"
