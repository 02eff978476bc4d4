# Keeps one PostgreSQL server for one JVM, and leaves nothing behind when that JVM is gone, however it went.
#
#   sh keeper.sh keep SEED HOME POSTGRES ARGUMENT...    runs a server on a copy of SEED until the end of standard input
#   sh keeper.sh remove HOME                            ends what a killed keeper left there and removes it
#
# The JVM holds the other end of standard input and never writes: the kernel closes it with the JVM. HOME holds the data directory,
# server.log, and a file "ended" as soon as the server has ended. Everything in HOME is thrown away, so nothing is shut down gently.

umask 077
command=$1
shift

# True if the process is the server of this home. A process id alone proves nothing: it may belong to somebody else by now.
is_server() {
    if [ -d /proc/self ]; then
        [ "/proc/$1/cwd" -ef "$home/data" ]
    else
        ps -o command= -p "$1" | grep -qF -- "$home/data"
    fi
}

# QUIT ends the server at once. A server so young that it has no handlers yet ignores QUIT, as every background job of a shell does,
# but not TERM.
end_server() {
    if is_server "$1"; then
        kill -TERM "$1"
        kill -QUIT "$1"
    fi
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

    while is_server "$server"; do
        wait "$server"
    done
    : >"$home/ended"
    wait "$watcher"
    cd /
    rm -rf "$home"
}

remove() {
    home=$1
    if read -r server <"$home/data/postmaster.pid"; then
        end_server "$server"
        tries=0
        while is_server "$server"; do
            tries=$((tries + 1))
            [ "$tries" -ne 100 ] || kill -KILL "$server"
            sleep 0.1
        done
    fi 2>/dev/null
    rm -rf "$home"
}

"$command" "$@"
