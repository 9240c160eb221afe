import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { setTimeout as wait } from 'node:timers/promises'
import { builtProgram } from '../built/built-program.ts'
import { createChance } from '../chance.ts'

/** Starting the driver more than a hundred times dominates the duration of these tests. */
const compileCache = join(tmpdir(), 'atelier-kill-driver-cache')
const driver = fileURLToPath(builtProgram(new URL('./kill-driver.ts', import.meta.url)))

/**
 * Starts the driver as a process, kills it `afterMs` after it acknowledged `afterLines` items, and returns what it
 * acknowledged. Counting items first makes every kill hit the work however busy the computer is. A driver that fails by
 * itself is an error, not a kill.
 */
export async function runAndKill(
  scenario: string,
  root: string,
  { seed, afterLines, afterMs }: { seed: number; afterLines: number; afterMs: number },
): Promise<string[]> {
  const child = spawn(process.execPath, [driver, scenario, root, String(seed)], {
    env: { ...process.env, ELECTRON_RUN_AS_NODE: '1', NODE_OPTIONS: '', NODE_COMPILE_CACHE: compileCache },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  let errorOutput = ''
  const exited = once(child, 'exit')
  const ready = new Promise<void>((resolve) => {
    child.stdout.on('data', (piece: Buffer) => {
      output += piece.toString()
      if (output.split('\n').length >= 2 + afterLines) resolve()
    })
  })
  child.stderr.on('data', (piece: Buffer) => (errorOutput += piece.toString()))
  await Promise.race([ready, exited])
  await Promise.race([wait(afterMs), exited])
  child.kill('SIGKILL')
  const [code] = (await exited) as [number | null]
  if (code !== null && code !== 0) throw new Error(`The driver for ${scenario} failed by itself: ${errorOutput}`)
  const lines = output.split('\n')
  // Whatever follows the last line break was cut off by the kill.
  return lines.slice(1, -1)
}

/** Returns different moments for every kill, the same ones in every run: fewer items than `lines`, plus up to `ms`. */
export function seededMoments(seed: number): (lines: number, ms: number) => { afterLines: number; afterMs: number } {
  const next = createChance(seed)
  const fraction = (): number => next(2 ** 32) / 2 ** 32
  return (lines, ms) => ({ afterLines: Math.floor(fraction() * lines), afterMs: fraction() * ms })
}
