import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { startServices, type Services } from '../../e2e/support/services.ts'
import { reportOf } from '../../support/program-stage.ts'
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
  services = await startServices(['openai-compatible', 'openai'])
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

const ofUnknownPrice = { provider: 'openai-compatible', model: 'gateway-image-1' }
const priced = { provider: 'openai', model: 'gpt-image-2', size: '1024x1024', quality: 'draft' }
const line = (parameters: object) => JSON.stringify({ tool: 'generate_image', parameters })

it('counts no job of a batch as free whose price is unknown, and then keeps to no maximum', async () => {
  const openai = services.server('openai')
  const jobs = [line({ prompt: 'a buoy', ...ofUnknownPrice }), line({ prompt: 'a kite', ...priced })]
  await writeFile(join(folder, 'jobs.jsonl'), jobs.join('\n'))
  server().setScene('done')
  openai.setScene('failed:401')
  const first = await atelier(['batch', 'jobs.jsonl'])
  expect(first.out, first.err).toMatch(/1 of 2 jobs done · 1 image · price unknown\n$/)
  openai.setScene('done')
  const sent = openai.submissions().length
  const limited = await atelier(['batch', 'jobs.jsonl', '--resume', '--max-cost-usd', '5'])
  expect(limited).toMatchObject({ code: 4, err: expect.stringContaining('Earlier requests have no known price') })
  expect(openai.submissions()).toHaveLength(sent)
  const resumed = await atelier(['batch', 'jobs.jsonl', '--resume', '--json'])
  expect(reportOf(resumed)['batch']).toMatchObject({ done: 2, cost: expect.any(Number), unpriced: 1 })
})

it('counts no cell of a grid as free whose price is unknown', async () => {
  const buoys = { vary: 'prompt', find: 'red', values: ['red', 'blue'] }
  const grid = { parameters: { prompt: 'a red buoy', ...ofUnknownPrice }, x: buoys }
  await writeFile(join(folder, 'buoys.json'), JSON.stringify(grid))
  const made = await atelier(['grid', 'buoys.json'])
  expect(made.out, made.err).toMatch(/^2 of 2 images made, price unknown\n$/)
  const again = await atelier(['grid', 'buoys.json', '--json'])
  expect(reportOf(again)).toMatchObject({ cost: null, grid: { cost: null, unpriced: 2 } })
})
