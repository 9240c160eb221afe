import { isRunnable, run } from '../setup/run.mjs'
import { SetupError } from '../setup/say.mjs'

/** The tool of the system that builds a package, and the package of Debian and Ubuntu that it is in. */
const tools = { deb: { command: 'dpkg-deb', from: 'dpkg' }, rpm: { command: 'rpmbuild', from: 'rpm' } }

/** @param {'deb' | 'rpm'} type */
export async function requireTool(type) {
  const { command, from } = tools[type]
  if (await isRunnable(command)) return
  throw new SetupError(`${command} is not installed. Run: sudo apt-get install ${from}`)
}

/**
 * Runs that tool. Its output is shown only if it fails.
 * @param {'deb' | 'rpm'} type
 * @param {readonly string[]} args
 * @param {number} epochSeconds
 */
export async function runTool(type, args, epochSeconds) {
  const env = { ...process.env, SOURCE_DATE_EPOCH: String(epochSeconds), LC_ALL: 'C.UTF-8' }
  const { code, text } = await run(tools[type].command, args, { env, output: 'capture' })
  if (code !== 0) throw new SetupError(`${tools[type].command} failed with ${code}:\n${text.trim()}`)
}
