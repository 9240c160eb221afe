import { spawn } from 'node:child_process'
import { once } from 'node:events'

export interface Racer {
  /** What it has said so far: one line per attempt. */
  lines(): readonly string[]
  /** Resolves once it has said this many lines, or has ended. */
  said(count: number): Promise<void>
  readonly ended: Promise<unknown>
  kill(): void
}

/** Starts a driver as a process that races others for the same files. */
export function startRacer(driver: string, args: readonly string[]): Racer {
  const child = spawn(process.execPath, [driver, ...args], {
    env: { ...process.env, ELECTRON_RUN_AS_NODE: '1', NODE_OPTIONS: '' },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let out = ''
  const lines = () => out.split('\n').slice(0, -1)
  const ended = once(child, 'close')
  const waiting = new Map<() => void, number>()
  child.stdout.on('data', (piece: Buffer) => {
    out += piece.toString()
    for (const [resolve, count] of waiting) if (lines().length >= count) resolve()
  })
  return {
    lines,
    said: (count) => {
      const { promise, resolve } = Promise.withResolvers<void>()
      waiting.set(resolve, count)
      return Promise.race([promise, ended.then(() => undefined)])
    },
    ended,
    kill: () => child.kill('SIGKILL'),
  }
}
