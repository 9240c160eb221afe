import { isRunnable } from '../setup/run.mjs'

/**
 * On Linux the tests get their own keychain, unlocked with a throwaway password and removed after the command: the
 * user's own is never touched, and a machine without one is no excuse.
 * @param {string} command
 * @param {readonly string[]} args
 * @returns {Promise<[string, string[]]>}
 */
export async function withKeychain(command, args) {
  if (process.platform !== 'linux' || !(await isRunnable('dbus-run-session'))) return [command, [...args]]
  const unlock = 'printf test | gnome-keyring-daemon --unlock --components=secrets >/dev/null 2>&1'
  // A fresh data folder: otherwise the daemon would open the user's own keyring file.
  const script = `data="$(mktemp -d)"; XDG_DATA_HOME="$data" sh -c '${unlock}'; "$@"; code=$?; rm -rf "$data"; exit $code`
  return ['dbus-run-session', ['--', 'sh', '-c', script, 'sh', command, ...args]]
}
