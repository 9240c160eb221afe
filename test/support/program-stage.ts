import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, expect } from 'vitest'
import { reportSchema } from '../../src/main/automation/report-schema.ts'
import { startServices, type Services } from '../e2e/support/services.ts'
import { maskPng, photoPng } from './small-images.ts'
import type { ProgramResult } from './run-built-program.ts'
import { runCommand } from './run-command.ts'

/** Size of `photo.png`, and the area that `mask.png` marks. */
export const size = { widthPx: 128, heightPx: 96 }
export const hole = { x: 48, y: 32, widthPx: 24, heightPx: 20 }

export interface Report {
  success: boolean
  images: {
    id: string
    mime: string
    path: string
    b64: string | null
    url: string | null
    seed_used: number | null
    edit: object | null
  }[]
  [field: string]: unknown
}

/** Returns the one line of JSON that a command prints. */
export function reportOf({ out, err }: ProgramResult): Report {
  expect(out.trimEnd().split('\n'), err).toHaveLength(1)
  const json = JSON.parse(out) as unknown
  // What `atelier schema` says holds for every report that a test sees.
  for (const report of Array.isArray(json) ? json : [json]) reportSchema.parse(report)
  return json as Report
}

/** For one test file: the built program in a temporary home and folder, with stand-ins for three services. */
export function withProgram() {
  const stage = {
    folder: '',
    home: '',
    services: null as unknown as Services,
    at: (...names: string[]) => join(stage.folder, ...names),
    atelier(...args: string[]): Promise<ProgramResult> {
      const { services, home, folder } = stage
      const env = { ...services.env, OPENAI_API_KEY: services.goodKey('openai'), BFL_API_KEY: services.goodKey('bfl') }
      return runCommand(args, { home, cwd: folder, env })
    },
  }
  beforeAll(async () => {
    stage.folder = await mkdtemp(join(tmpdir(), 'atelier-program-'))
    stage.home = stage.at('home')
    stage.services = await startServices(['openai', 'stability', 'bfl'])
    await writeFile(stage.at('photo.png'), photoPng(size))
    await writeFile(stage.at('mask.png'), maskPng(size, hole))
  })
  afterEach(() => {
    for (const id of ['openai', 'stability', 'bfl'] as const) stage.services.server(id).setScene('done')
  })
  afterAll(async () => {
    await stage.services.close()
    await rm(stage.folder, { recursive: true, force: true, maxRetries: 5 })
  })
  return stage
}
