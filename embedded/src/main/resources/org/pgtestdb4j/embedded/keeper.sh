# Keeps one PostgreSQL server, and leaves nothing behind that nobody needs.
#
#   sh keeper.sh keep SEED HOME LOG FATE LIFE POSTGRES ARGUMENT...
#                                                       runs a server on a copy of SEED until the end of standard input
#   sh keeper.sh share SEED HOME STORE VISIT POSTGRES PORT
#                                                       runs a server for many JVMs until it was idle for long enough
#   sh keeper.sh adopt HOME STORE VISIT PORT            takes such a server over whose keeper was killed
#   sh keeper.sh remove HOME                            ends what a killed keeper left there and removes it
#
# The JVM holds the other end of standard input: the kernel closes it with the JVM. HOME, named without links, gets the data directory,
# server.log, and as soon as the server has ended a file "ended".
#
# keep: LOG is "stdout", or else the log is a file in HOME. FATE is "throw" or "stay": whether the data is thrown away in the end. LIFE is the
# number of seconds after which the server ends, or 0. Lines of standard input stop and start the server in between.
# share: STORE is a directory for the data between two servers. VISIT is a file that every JVM replaces when it comes or goes; it says how
# long to pause between two looks, how many looks in a row must find nobody, and a word that is never the same. Who uses the server has a
# session on it; the kernel ends that with the JVM, too.

umask 077
command=$1
shift

# Leaves a note for the JVM. With ":" a shell would give up if somebody had removed the directory.
note() {
    true 2>/dev/null >"$home/$1"
}

# True if the process works in the directory. A process id alone proves nothing: it may belong to somebody else by now.
# If somebody removed the directory below it, the kernel says so behind the name.
is_at() {
    if [ -d /proc/self ]; then
        case $(readlink "/proc/$1/cwd") in
            "$2" | "$2 (deleted)") return 0 ;;
            *) return 1 ;;
        esac
    fi
    ps -o command= -p "$1" | grep -qF -- "$home"
}

# True if the process is the server of this home.
is_server() {
    is_at "$1" "$home/data"
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

# Copies the seed. To unpack an archive takes half of what it takes to copy a thousand files.
copy_seed() {
    if [ -e "$seed.tar" ] && command -v tar >/dev/null; then
        mkdir "$1" && tar -xf "$seed.tar" -C "$1"
    else
        cp -R "$seed" "$1"
    fi
}

keep() {
    seed=$1
    home=$2
    log=$3
    fate=$4
    life=$5
    postgres=$6
    shift 6

    # Ctrl-C reaches every process of a build, and this one still has work to do then. Caught and not ignored, because the server
    # would inherit that.
    trap : HUP INT TERM

    if [ ! -e "$home/data" ]; then
        if ! problem=$(copy_seed_as_fated 2>&1); then
            printf '%s\n' "$problem" | head -n 3 >&2
            if [ "$fate" = throw ]; then rm -rf "$home"; else rm -rf "$home/data.new"; fi
            exit 1
        fi
    elif read -r server 2>/dev/null <"$home/data/postmaster.pid"; then
        end_server "$server" # a killed keeper has left it; whoever holds the lock of this home is the only one who may run it
        rm -f "$home/data/postmaster.pid"
    fi
    if [ -e "$home/extra.conf" ]; then
        cat "$seed/postgresql.conf" "$home/extra.conf" >"$home/data/postgresql.conf"
        cat "$home/extra_hba.conf" "$seed/pg_hba.conf" >"$home/data/pg_hba.conf"
    fi

    cd "$home/data" || exit 1
    exec 3<&0 </dev/null
    if [ "$log" = stdout ]; then exec 4>&1; else exec 4>>"$home/server.log"; fi
    start_server "$@"
    (
        trap '' HUP INT TERM
        exec 4>&-
        obey <&3
        note over
        end_as_fated
    ) 2>/dev/null &
    listener=$!
    exec 3<&-
    if [ "$life" -gt 0 ]; then
        expire &
    fi

    while :; do
        wait "$server"
        while is_server "$server"; do
            wait "$server" # a signal had ended the last one early
        done
        if [ ! -e "$home/paused" ] || [ -e "$home/over" ]; then break; fi
        note down
        while [ -e "$home/paused" ] && [ ! -e "$home/over" ]; do sleep 0.02; done
        if [ -e "$home/over" ]; then break; fi
        rm -f "$home/down" "$home/data/postmaster.pid"
        start_server "$@"
    done
    note ended
    if [ "$fate" = throw ]; then rm -rf "$home/data"; fi
    exec 4>&-
    wait "$listener"
    cd /
    if [ "$fate" = throw ]; then rm -rf "$home"; fi
}

# Half a copy of what is to stay must never be taken for all of it.
copy_seed_as_fated() {
    if [ "$fate" = throw ]; then
        copy_seed "$home/data"
    else
        rm -rf "$home/data.new"
        copy_seed "$home/data.new" && mv "$home/data.new" "$home/data"
    fi
}

start_server() {
    "$postgres" -D "$home/data" "$@" >&4 2>&4 3<&- 4>&- &
    server=$!
    echo "$server" >"$home/server.pid.new"
    mv "$home/server.pid.new" "$home/server.pid"
    if [ -e "$home/over" ]; then end_server "$server"; fi # its end was asked for when it had not begun
}

# Does what the JVM says. The server's end is the answer, or that it answers again.
obey() {
    while read -r word; do
        case $word in
            stop)
                note paused
                read -r server <"$home/server.pid"
                shut_down
                ;;
            crash)
                note paused
                read -r server <"$home/server.pid"
                shut_down QUIT
                ;;
            start) rm -f "$home/paused" ;;
        esac
    done
}

# What is thrown away need not be shut down gently.
end_as_fated() {
    read -r server <"$home/server.pid"
    if [ "$fate" = throw ]; then end_server "$server"; else shut_down; fi
}

# Ends the server when its time is over. One nap at a time, so that nothing stays for long when it has ended before.
expire() {
    trap '' HUP INT TERM
    exec 2>/dev/null 4>&-
    while [ "$life" -gt 0 ]; do
        sleep 1
        life=$((life - 1))
        if [ -e "$home/over" ] || [ ! -e "$home/data" ]; then return; fi
    done
    note expired
    note over
    end_as_fated
}

# True if anybody is connected: a JVM, or a person in psql. The kernel's table has the port in hex and 01 for "established".
has_sessions() {
    if [ -r /proc/net/tcp ]; then
        grep -q ": [0-9A-F]*:$(printf '%04X' "$port") [0-9A-F]*:[0-9A-F]* 01 " /proc/net/tcp
    else
        ps -A -o ppid= -o command= | grep -q "^ *$server postgres: .* 127\.0\.0\.1("
    fi
}

# Reads what the last visitor said.
hear() {
    if read -r said_pause said_looks said_word 2>/dev/null <"$visit" && [ "$said_word" != "$heard" ]; then
        pause=$said_pause
        looks=$said_looks
        heard=$said_word
        quiet=0
    fi
}

# Whether a keeper or a server lives is told by locks on files: the kernel frees them with the last process that has the file open. All of
# a server's processes have its file open, those of a crashed one too. macOS has no flock; there, process ids have to do.
has_flock() {
    command -v flock >/dev/null
}

# Becomes the server.
run_server() {
    if has_flock; then
        exec 9>>"$home/server.lock"
        flock 9
    fi
    exec "$postgres" -D "$home/data" -p "$port" >"$home/server.log" 2>&1 3<&- 8>&-
}

# Waits until nobody has used the server for long enough, and shuts it down. The note "stopping" goes before the last look, as a JVM
# connects before it looks for the note: one of the two sees the other.
watch() {
    quiet=0
    while :; do
        hear
        if [ -e "$home/started" ]; then nap=$pause; else nap=0.2; fi
        sleep "$nap" 8>&- || sleep 1 8>&-
        is_server "$server" || return
        if [ ! -e "$home/data" ]; then
            end_server "$server"
            return
        fi
        hear
        if [ ! -e "$home/started" ] || has_sessions; then
            quiet=0
            continue
        fi
        quiet=$((quiet + 1))
        if [ "$quiet" -ge "$looks" ]; then
            note stopping
            hear
            if [ "$quiet" -eq 0 ] || has_sessions; then
                quiet=0
                rm -f "$home/stopping"
            else
                shut_down
                return
            fi
        fi
    done
}

# With INT it ends its sessions and writes everything down, with QUIT it drops everything.
shut_down() {
    kill -"${1:-INT}" "$server"
    tries=0
    while is_server "$server"; do
        tries=$((tries + 1))
        if [ "$tries" -gt 600 ]; then end_server "$server"; fi
        sleep 0.05
    done
}

# True if the server itself says that it ended well: 1 is its word for it.
is_clean() {
    [ "$(od -An -tu4 -j16 -N4 "$home/data/global/pg_control" | tr -d ' ')" = 1 ]
}

# Keeps the data for the next server, unless that takes more than half of what is free there. The last rename is what makes it count.
put_away() {
    size=$(du -sk "$home/data" | { read -r kilobytes rest && echo "$kilobytes"; })
    free=$(df -Pk "$store" | { read -r heading && read -r device blocks used available rest && echo "$available"; })
    if [ "$size" -lt "$((free / 2))" ] && mv "$home/data" "$store/$name.new"; then
        sync -f "$store" || sync
        rm -rf "$store/data"
        echo "$size" >"$store/kilobytes"
        mv "$store/$name.new" "$store/data"
    fi
    rm -rf "$store/$name.new"
}

# Removes what killed keepers left in the store, and what servers of other versions of everything left there a month ago.
tidy() {
    find "$store" -mindepth 1 -maxdepth 1 -name '*.*' -mtime +0 -exec rm -rf {} +
    find "${store%/*}" -mindepth 2 -maxdepth 2 -path '*/store-*/data' -mtime +30 -exec rm -rf {} +
}

# A server that nobody has ever come to may not have been able to live on its data.
finish() {
    note ended
    tail -c 1000000 "$home/server.log" >"$store/server.log"
    hear
    if [ "$heard" != "$unheard" ] && is_clean; then put_away; fi
    tidy
    cd /
    remove_home
}

# Again and again, because a process that still ends may have written meanwhile. Who may not remove the directory itself need not try.
remove_home() {
    tries=0
    while ! problem=$(rm -rf "$home" 2>&1); do
        tries=$((tries + 1))
        if [ "$tries" -gt 100 ] || [ -z "$(ls -A "$home")" ]; then
            printf '%s\n' "$problem" >&2
            return 1
        fi
        sleep 0.05
    done
}

# The shell that watches, and finishes the work if the one that waits for the server is killed.
start_watcher() {
    (
        trap '' HUP INT TERM PIPE
        sh -c 'echo "$PPID"' keeper.sh "$home" >"$home/watcher.pid"
        watch
        if ! is_at "$$" "$home"; then finish; fi
    ) &
    watcher=$!
}

begin_sharing() {
    trap : HUP INT TERM PIPE
    name=${home##*/}
    pause=5
    looks=120
    heard=
    hear
    cd "$home" || exit 1
    if has_flock; then
        exec 8>>keeper.lock
        flock 8
    fi
    echo "$$" >keeper.new
    mv keeper.new keeper.pid
}

share() {
    seed=$1
    home=$2
    store=$3
    visit=$4
    postgres=$5
    port=$6
    begin_sharing
    unheard=$heard

    # Whoever finds keeper.pid may count on us, so the JVM says when it has seen it.
    if ! read -r go; then
        cd /
        rm -rf "$home"
        exit 1
    fi
    if ! { mv "$store/data" "$store/$name.taken" && mv "$store/$name.taken" "$home/data"; } 2>/dev/null; then
        rm -rf "$store/$name.taken" "$home/data"
        if ! problem=$(copy_seed "$home/data" 2>&1); then
            printf '%s\n' "$problem" | head -n 3 >&2
            cd /
            rm -rf "$home"
            exit 1
        fi
    fi

    cd "$home/data" || exit 1
    exec 3<&0 </dev/null
    run_server &
    server=$!
    cd "$home" || exit 1
    exec 2>/dev/null
    (
        trap '' HUP INT TERM PIPE
        cat <&3 >/dev/null
        note started
    ) &
    starter=$!
    exec 3<&-
    trap : CHLD
    start_watcher

    # This wait returns when any child ends, as its end is a signal, too: the server, or one that somebody killed.
    wait "$server"
    while is_server "$server"; do
        if ! is_at "$starter" "$home"; then note started; fi
        if ! is_at "$watcher" "$home"; then start_watcher; fi
        wait "$server"
    done
    kill -KILL "$watcher"
    note ended
    wait "$starter" # who started it may want to read the log
    finish
}

adopt() {
    home=$1
    store=$2
    visit=$3
    port=$4
    begin_sharing
    unheard=
    exec </dev/null 2>/dev/null
    read -r server <"$home/data/postmaster.pid"
    note started
    rm -f "$home/stopping"
    watch
    finish
}

remove() {
    home=$1
    if read -r server 2>/dev/null <"$home/data/postmaster.pid"; then
        end_server "$server"
    fi
    remove_home
}

"$command" "$@"
