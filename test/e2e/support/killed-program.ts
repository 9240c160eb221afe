import { rm } from 'node:fs/promises'
import { test } from '@playwright/test'
import { killAll } from './kill-all.ts'
import { copyKnownHome } from './known-home.ts'
import { launch, quit, type Running } from './launch.ts'

/** A program that the tests of a file kill: each goes on in what the one before it has left. */
export interface KilledProgram {
  /** What runs, or runs again. */
  running(): Promise<Running>
  /** Kills all of its processes, as a power cut does. */
  kill(): Promise<void>
}

/** On one home, with the same services; after a failure the next test gets new ones. */
export function startForKills(env: () => Readonly<Record<string, string>> = () => ({})): KilledProgram {
  let home: string | null = null
  let running: Running | null = null
  test.afterAll(async () => {
    if (running !== null) await quit(running)
    if (home !== null) await rm(home, { recursive: true, force: true, maxRetries: 5 })
  })
  return {
    async running() {
      home ??= await copyKnownHome()
      running ??= await launch({ home, env: env() })
      return running
    },
    async kill() {
      if (running === null) throw new Error('Nothing runs that could be killed.')
      await killAll(running)
      running = null
    },
  }
}
