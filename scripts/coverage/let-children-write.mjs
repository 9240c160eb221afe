import { ChildProcess } from 'node:child_process'
import { join } from 'node:path'
import { projectRoot } from '../setup/project.mjs'

const hook = join(import.meta.dirname, 'write-when-ended.cjs')
/** Programs from source, and those that are built for tests. */
const programs = ['src', 'out'].map((folder) => join(projectRoot, folder, '/'))
/** A process that computes does not hear it. */
const patienceMs = 2_000

/**
 * A killed process writes no coverage. Where a test ends a process of the program that it started, that one is asked to
 * write first, and ends itself with the same signal.
 */
export function letChildrenWrite() {
  process.env['NODE_OPTIONS'] = [process.env['NODE_OPTIONS'], `--require=${hook}`].filter(Boolean).join(' ')
  const { setTimeout } = globalThis
  const { kill } = ChildProcess.prototype
  ChildProcess.prototype.kill = function (signal) {
    const isOurs = this.spawnargs.some((argument) => programs.some((folder) => argument.startsWith(folder)))
    if (signal !== 'SIGKILL' || !isOurs) return kill.call(this, signal)
    setTimeout(() => kill.call(this, signal), patienceMs).unref()
    return kill.call(this, 'SIGUSR2')
  }
}
