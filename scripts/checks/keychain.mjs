import { isRunnable } from '../setup/run.mjs'

/**
 * On Linux the tests get a keychain of their own, unlocked with a throw-away password and gone with the command: the
 * person's own is never touched, and a machine without one is no excuse.
 * @param {string} command
 * @param {readonly string[]} args
 * @returns {Promise<[string, string[]]>}
 */
export async function withKeychain(command, args) {
  if (process.platform !== 'linux' || !(await isRunnable('dbus-run-session'))) return [command, [...args]]
  const unlock = 'printf test | gnome-keyring-daemon --unlock --components=secrets >/dev/null 2>&1'
  // A fresh data folder: the daemon would otherwise open the person's own keyring file.
  const script = `data="$(mktemp -d)"; XDG_DATA_HOME="$data" sh -c '${unlock}'; "$@"; code=$?; rm -rf "$data"; exit $code`
  return ['dbus-run-session', ['--', 'sh', '-c', script, 'sh', command, ...args]]
}
