import { readFileSync } from 'node:fs'
import koffi from 'koffi'

/** Of Linux, on every processor: what programs are told is counted in hundredths of a second. */
const ticksPerSecond = 100

/**
 * Returns the seconds of processor time of this process and of all that it waited for, with those that they waited for
 * in turn. Null where the system does not say: Node itself knows only of this process.
 * @returns {number | null}
 */
export function usedProcessorSeconds() {
  if (process.platform !== 'linux') return null
  // utime, stime, cutime, cstime (man proc_pid_stat). The name before them may contain spaces and parentheses.
  const fields = readFileSync('/proc/self/stat', 'utf8').split(') ').at(-1)?.split(' ').slice(11, 15) ?? []
  return fields.reduce((sum, ticks) => sum + Number(ticks), 0) / ticksPerSecond
}

/** Of Linux (linux/prctl.h, linux/wait.h). */
const setChildSubreaper = 36
const anyProcess = -1
const ended = 4
const noHang = 1
const leaveWaitable = 0x0100_0000
/** Where `siginfo_t` has the process. */
const infoBytes = 128
const pidOffset = 16

/** In between, Node has waited for its own children. */
const lookAgainMs = 20

/**
 * Makes this process wait for processes whose parents ended before them, so that they count: window and images are
 * drawn by such processes, a third of the time of a window test. Not counted is what still runs when the step ends (the
 * daemon of a keychain, for example).
 * @returns {() => void} waits for all that has ended
 */
export function adoptOrphans() {
  if (process.platform !== 'linux') return () => undefined
  const libc = koffi.load('libc.so.6')
  const prctl = libc.func('int prctl(int option, ulong value, ulong, ulong, ulong)')
  const waitid = libc.func('int waitid(int type, uint id, void *info, int options)')
  const waitpid = libc.func('int waitpid(int pid, void *status, int options)')
  prctl(setChildSubreaper, 1, 0, 0, 0)

  /** Returns a process that has ended and that nobody has waited for, or 0. */
  const peek = () => {
    const info = Buffer.alloc(infoBytes)
    return waitid(0, 0, info, ended | noHang | leaveWaitable) === 0 ? info.readInt32LE(pidOffset) : 0
  }
  let seen = 0
  const look = () => {
    const pid = peek()
    // Node would have waited for a child of its own: its parent must learn how it ended.
    if (pid !== 0 && pid === seen) waitpid(pid, null, noHang)
    seen = pid
    if (pid !== 0) setTimeout(look, lookAgainMs)
  }
  process.on('SIGCHLD', () => {
    if (seen === 0) look()
  })
  return () => {
    while (waitpid(anyProcess, null, noHang) > 0);
  }
}
