/**
 * Benchmarks what more processor cores bring: the same work confined to 1, 2, 4 … cores of this machine, against one
 * core. Linux only (taskset). Runs on Electron's Node, or on plain Node.
 */
import { execFile } from 'node:child_process'
import { availableParallelism } from 'node:os'
import { promisify } from 'node:util'
import { join } from 'node:path'
import type { Row } from '../report/row.ts'
import { writeRows } from './write-rows.ts'

const script = join(import.meta.dirname, 'cores-work.ts')

/** Milliseconds by name of the work. */
async function measureOn(cores: number): Promise<Readonly<Record<string, number>>> {
  console.error(`${cores} cores …`)
  const { stdout } = await promisify(execFile)('taskset', ['-c', `0-${cores - 1}`, process.execPath, script])
  return JSON.parse(stdout) as Record<string, number>
}

if (process.platform !== 'linux') throw new Error('Programs can be confined to some cores on Linux only.')
const counts = [1, 2, 4, 8, 16].filter((count) => count <= availableParallelism())
const rows: Row[] = []
let onOne: Readonly<Record<string, number>> = {}
for (const cores of counts) {
  const took = await measureOn(cores)
  if (cores === 1) onOne = took
  for (const [curve, value] of Object.entries(took)) {
    const baseline = { what: 'one core', value: onOne[curve]! }
    const what = `${cores === 1 ? '1 core' : `${cores} cores`}: ${curve}`
    rows.push({ what, value, unit: 'ms', baseline, goal: null, growth: { curve, size: cores } })
  }
}
await writeRows(rows)
