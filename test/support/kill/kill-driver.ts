import { writeSync } from 'node:fs'
import { resolveHome } from '../../../src/main/platform/home-paths.ts'
import { databaseWorkerUrl, openTestDatabase } from '../open-database.ts'
import { openTestLibrary } from '../open-library.ts'
import { builtProgram } from '../built/built-program.ts'
import { killScenarios, type KillScenario } from './kill-scenarios.ts'

/**
 * Runs as a separate process: repeats one kind of work until killed. Each line on stdout is written before the next
 * step begins: `working`, then one line per acknowledged item.
 */
const [scenario = '', root = '', seedText = '0'] = process.argv.slice(2)
const paths = resolveHome({ ATELIER_HOME: root }, { userHome: root })

function say(line: string): void {
  for (;;) {
    try {
      writeSync(1, `${line}\n`)
      return
    } catch (thrown) {
      // The reader of the pipe is behind.
      if (!(thrown instanceof Error && 'code' in thrown && thrown.code === 'EAGAIN')) throw thrown
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 2)
    }
  }
}

if (scenario === 'migrate') await migrateOnce()
else {
  const opened = openTestLibrary(paths, { databaseWorker: databaseWorkerUrl })
  const work = killScenarios[scenario as KillScenario]
  await work({ paths, opened, firstSeed: Number(seedText), rounds: Infinity, count: 4, say, attempt })
}

/** It is killed, and meets no errors. */
function attempt<Value>(operation: () => Promise<Value>): Promise<Value> {
  return operation()
}

async function migrateOnce(): Promise<void> {
  const worker = builtProgram(new URL('./killed-migrations-worker.ts', import.meta.url))
  await openTestDatabase(paths.databaseFile, { worker }).opened()
  say('migrated')
}
