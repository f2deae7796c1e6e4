# Functions of `vitrine alias`, for bash and zsh. The documents' command lines run through them as written.

# spec/kronk.md: the model server. Its flags are ours, so they pass as they are.
kronk() {
  case "${1:-} ${2:-}" in
    "server start")
      shift 2
      _vitrine_kronk_start "$@"
      ;;
    "server logs")
      shift 2
      vitrine logs model -f "$@"
      ;;
    "server stop")
      _vitrine_stop
      ;;
    *)
      echo "kronk: known here: kronk server start [flags] | logs | stop. Others: vitrine --help" >&2
      return 2
      ;;
  esac
}

# In a subshell, as `kronk server start &` makes one, the program takes its place: killing the job then ends it.
_vitrine_run() {
  if [ "${BASH_SUBSHELL:-${ZSH_SUBSHELL:-0}}" -gt 0 ] && [ -x "$(command -v vitrine)" ]; then
    exec vitrine "$@"
  fi
  vitrine "$@"
}

# In the background (-d, --detach) the log goes where `kronk server logs` finds it.
_vitrine_kronk_start() {
  _vitrine_detach=""
  for _vitrine_word in "$@"; do
    case "$_vitrine_word" in -d|--detach) _vitrine_detach=1 ;; esac
  done
  if [ -z "$_vitrine_detach" ]; then
    _vitrine_run serve model "$@"
    return
  fi
  set -- "$@" "--end"
  while [ "$1" != "--end" ]; do
    case "$1" in -d|--detach) ;; *) set -- "$@" "$1" ;; esac
    shift
  done
  shift
  _vitrine_data="${VITRINE_DATA_DIR:-./vitrine-data}"
  mkdir -p "$_vitrine_data/logs" || return
  nohup vitrine serve model "$@" >>"$_vitrine_data/logs/model.log" 2>>"$_vitrine_data/logs/model.err.log" </dev/null &
  echo $! >"$_vitrine_data/model.pid"
  echo "kronk: vitrine serve model runs in the background (pid $(cat "$_vitrine_data/model.pid"))" >&2
}

# Stops what `kronk server start -d` started.
_vitrine_stop() {
  _vitrine_pid_file="${VITRINE_DATA_DIR:-./vitrine-data}/model.pid"
  if [ ! -f "$_vitrine_pid_file" ]; then
    echo "kronk: nothing was started with kronk server start -d in this directory" >&2
    return 1
  fi
  kill "$(cat "$_vitrine_pid_file")" && rm -f "$_vitrine_pid_file"
}

# spec/kimberlite.md: its pprof is Go's, which reads our profiles. A flame graph in one file is a flag of ours alone: it is written to flame.svg.
pprof() {
  case "${1:-}" in
    -flame|--flame)
      shift
      vitrine profile cpu "$@" --flame flame.svg
      ;;
    *)
      go tool pprof "$@"
      ;;
  esac
}

# spec/kimberlite.md: the audit trail's commands and the fault campaign are ours, with the same flags.
kimberlite-admin() {
  case "${1:-}" in
    audit) vitrine "$@" ;;
    *)
      echo "kimberlite-admin: known here: kimberlite-admin audit export | verify | query. Others: vitrine --help" >&2
      return 2
      ;;
  esac
}

vopr() {
  _vitrine_run chaos "$@"
}
