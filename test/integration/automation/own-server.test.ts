import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { startServices, type Services } from '../../e2e/support/services.ts'
import { runCommand, type ProgramResult } from '../../support/run-command.ts'

let folder: string
let services: Services

const server = () => services.server('openai-compatible')

function atelier(args: readonly string[], onStarted?: (interrupt: () => void) => void): Promise<ProgramResult> {
  const env = { ...services.env, ...services.keyEnv }
  const home = join(folder, 'home')
  return runCommand(args, { home, cwd: folder, env, ...(onStarted !== undefined && { onStarted }) })
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'atelier-own-server-'))
  services = await startServices(['openai-compatible'])
})
afterAll(async () => {
  await services.close()
  await rm(folder, { recursive: true, force: true, maxRetries: 5 })
})

it('reads the capabilities of stable-diffusion.cpp before it plans', async () => {
  const args = ['--provider', 'openai-compatible', '--model', 'sdcpp:loaded', '--size', '64x128']
  const options = ['--option', 'sample_method=heun', '--option', 'scheduler=karras', '--format', 'webp']
  const result = await atelier(['generate', 'a lighthouse', ...args, ...options, '--seed', '5', '--json'])
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

it('lists the samplers of the server when one is unknown', async () => {
  const args = ['--provider', 'openai-compatible', '--model', 'sdcpp:loaded', '--option', 'sample_method=ddim']
  const before = server().submissions().length
  const result = await atelier(['generate', 'a lighthouse', ...args])
  expect(result.code).not.toBe(0)
  expect(result.err).toContain('euler, euler_a, heun, dpm++2m, lcm')
  expect(server().submissions()).toHaveLength(before)
})

it('reports that the server cannot be interrupted, and does not wait for it', async () => {
  server().setScene('waiting')
  const polls = () => server().requests.filter(({ method, path }) => method === 'GET' && path.includes('/jobs/')).length
  const before = polls()
  const sent = server().nextSubmission()
  const args = ['generate', 'a lighthouse', '--provider', 'openai-compatible', '--model', 'sdcpp:loaded', '--json']
  const result = await atelier(args, (interrupt) => {
    void sent.then(() => vi.waitFor(() => expect(polls()).toBeGreaterThan(before), { timeout: 30_000 })).then(interrupt)
  })
  expect(result.code).toBe(5)
  expect(JSON.parse(result.out)).toMatchObject({ success: false, outcome: 'canceled, still running' })
  expect(result.err).toContain('the server cannot be interrupted')
  const queue = await atelier(['queue', 'list', '--json'])
  expect(JSON.parse(queue.out)).toMatchObject({ queue: [{ note: expect.stringContaining('restart the server') }] })
})
