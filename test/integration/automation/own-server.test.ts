import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startServices, type Services } from '../../e2e/support/services.ts'
import { runBuiltProgram, type ProgramResult } from '../../support/run-built-program.ts'

let folder: string
let services: Services

const server = () => services.server('openai-compatible')

function atelier(...args: string[]): Promise<ProgramResult> {
  const env = { ...services.env, ...services.keyEnv }
  return runBuiltProgram(args, { home: join(folder, 'home'), cwd: folder, env })
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'atelier-own-server-'))
  services = await startServices(['openai-compatible'])
})
afterAll(async () => {
  await services.close()
  await rm(folder, { recursive: true, force: true, maxRetries: 5 })
})

it('reads what stable-diffusion.cpp can do before it plans', async () => {
  const args = ['--provider', 'openai-compatible', '--model', 'sdcpp:loaded', '--size', '64x128']
  const options = ['--option', 'sample_method=heun', '--option', 'scheduler=karras', '--format', 'webp']
  const result = await atelier('generate', 'a lighthouse', ...args, ...options, '--seed', '5', '--json')
  expect(result, result.out + result.err).toMatchObject({ code: 0 })
  expect(JSON.parse(result.out)).toMatchObject({ success: true, warnings: [], images: [{ seed_used: 5 }] })
  expect(server().requests.map(({ path }) => path)).toContain('/sdcpp/v1/capabilities')
  expect(server().submissions().at(-1)!.json).toMatchObject({
    width: 64,
    height: 128,
    output_format: 'webp',
    sample_params: { sample_method: 'heun', scheduler: 'karras' },
  })
})

it('names the samplers the server has', async () => {
  const args = ['--provider', 'openai-compatible', '--model', 'sdcpp:loaded', '--option', 'sample_method=ddim']
  const before = server().submissions().length
  const result = await atelier('generate', 'a lighthouse', ...args)
  expect(result.code).not.toBe(0)
  expect(result.err).toContain('euler, euler_a, heun, dpm++2m, lcm')
  expect(server().submissions()).toHaveLength(before)
})
