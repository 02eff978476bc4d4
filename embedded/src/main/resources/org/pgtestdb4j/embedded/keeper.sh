# Keeps one PostgreSQL server for one JVM, and leaves nothing behind when that JVM is gone, however it went.
#
#   sh keeper.sh keep SEED HOME POSTGRES ARGUMENT...    runs a server on a copy of SEED until the end of standard input
#   sh keeper.sh remove HOME                            ends what a killed keeper left there and removes it
#
# The JVM holds the other end of standard input and never writes: the kernel closes it with the JVM. HOME, named without links, gets the
# data directory, server.log, and as soon as the server has ended a file "ended". It is all thrown away, so nothing is shut down gently.

umask 077
command=$1
shift

# True if the process is the server of this home. A process id alone proves nothing: it may belong to somebody else by now.
# If somebody removed the directory below a server, the kernel says so behind the name.
is_server() {
    if [ -d /proc/self ]; then
        case $(readlink "/proc/$1/cwd") in
            "$home/data" | "$home/data (deleted)") return 0 ;;
            *) return 1 ;;
        esac
    fi
    ps -o command= -p "$1" | grep -qF -- "$home"
}

# Ends the server at once: QUIT, and after a while KILL. Again and again, because a process that is just becoming the server ignores
# some signals and loses others; TERM reaches it when QUIT does not, and does no harm otherwise.
end_server() {
    tries=0
    while is_server "$1"; do
        tries=$((tries + 1))
        if [ "$tries" -gt 100 ]; then
            kill -KILL "$1"
        else
            kill -TERM "$1"
            kill -QUIT "$1"
        fi
        if [ "$tries" -lt 20 ]; then sleep 0.01; else sleep 0.1; fi
    done 2>/dev/null
}

keep() {
    seed=$1
    home=$2
    postgres=$3
    shift 3

    # Ctrl-C reaches every process of a build, and this one still has work to do then. Caught and not ignored, because the server
    # would inherit that.
    trap : HUP INT TERM

    if ! problem=$(cp -R "$seed" "$home/data" 2>&1); then
        printf '%s\n' "$problem" | head -n 3 >&2
        rm -rf "$home"
        exit 1
    fi

    cd "$home/data" || exit 1
    exec 3<&0
    "$postgres" -D "$home/data" "$@" </dev/null >"$home/server.log" 2>&1 3<&- &
    server=$!
    (
        trap '' HUP INT TERM
        cat <&3 >/dev/null
        end_server "$server"
    ) &
    watcher=$!

    wait "$server"
    while is_server "$server"; do
        wait "$server" # a signal had ended the last one early
    done
    true 2>/dev/null >"$home/ended" # with ":" a shell would give up if somebody had removed the directory
    wait "$watcher"
    cd /
    rm -rf "$home"
}

remove() {
    home=$1
    if read -r server 2>/dev/null <"$home/data/postmaster.pid"; then
        end_server "$server"
    fi
    rm -rf "$home"
}

"$command" "$@"
