import { readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { setTimeout as wait } from 'node:timers/promises'
import { beforeEach, describe, expect, it } from 'vitest'
import { formatMoney } from '../../../src/shared/util/format-money.ts'
import { killCount } from '../../support/kill/kill-count.ts'
import { seededMoments } from '../../support/kill/run-and-kill.ts'
import { reportOf, withProgram } from '../../support/program-stage.ts'
import { runBuiltProgram } from '../../support/run-built-program.ts'
import { runCommand, type ProgramResult } from '../../support/run-command.ts'
import { smallPng } from '../../support/small-images.ts'
import type { StubServer } from '../../support/services/stub-server.ts'
import { untilAskedFor } from '../../support/services/until-asked-for.ts'

const stage = withProgram()
const { at, atelier } = stage

const openai = { provider: 'openai', model: 'gpt-image-2', size: '1024x1024', quality: 'draft' }
const bfl = { provider: 'bfl', model: 'flux-2-pro' }

let number = 0
let name: string
beforeEach(() => {
  name = `jobs-${++number}.jsonl`
})

function toCall(prompt: string, parameters: object): object {
  return { tool: 'generate_image', parameters: { prompt, ...parameters } }
}

const writeJobs = (...lines: readonly object[]) =>
  writeFile(at(name), lines.map((line) => `${JSON.stringify(line)}\n`).join(''))

const servers = () => (['openai', 'bfl'] as const).map((id) => stage.services.server(id))

/** How often each prompt was sent, at any service. */
function sentTimes(): Map<string, number> {
  const times = new Map<string, number>()
  for (const server of servers()) {
    for (const { json } of server.submissions()) {
      const { prompt = '' } = json as { prompt?: string }
      times.set(prompt, (times.get(prompt) ?? 0) + 1)
    }
  }
  return times
}

interface Result {
  readonly state: string
  readonly billed: string
  readonly cost: number
  readonly error: string | null
  readonly images: readonly { id: string; path: string }[]
  readonly earlier: boolean
}

function resultsOf(result: ProgramResult): readonly Result[] {
  const { batch } = reportOf(result) as unknown as { batch: { results: Result[] } }
  return batch.results
}

const statesOf = (result: ProgramResult) => resultsOf(result).map(({ state }) => state)

/** Runs a batch and kills it at a moment. `onBegun`: called once its jobs may be sent. */
async function killed(
  args: readonly string[],
  moment: (kill: () => void) => void,
  onBegun: () => void = () => undefined,
): Promise<ProgramResult> {
  const { services, home, folder } = stage
  const env = { ...services.env, OPENAI_API_KEY: services.goodKey('openai'), BFL_API_KEY: services.goodKey('bfl') }
  const onStarted = (_interrupt: () => void, kill: () => void) => moment(kill)
  const onSaid = (text: string) => void (text.includes('estimated') && onBegun())
  return runBuiltProgram(args, { home, cwd: folder, env, onStarted, onSaid })
}

const resume = (...more: string[]) => atelier('batch', name, '--resume', '--json', ...more)

describe('a batch', () => {
  it('runs every line, copies the images and reports each', async () => {
    await writeJobs(
      { ...toCall('a heron', openai), id: 'heron' },
      toCall('a kite', { provider: 'fake', size: '256x256', seed: 7 }),
      { tool: 'expand_image', parameters: { input_image: 'photo.png', left: 8, seed: 1 } },
    )
    const result = await atelier('batch', name, '--out', 'made', '--report', 'report.jsonl', '--concurrency', '3')
    expect(result).toMatchObject({ code: 0 })
    expect(result.err).toContain('heron done')
    expect(await readdir(at('made'))).toHaveLength(3)
    const lines = (await readFile(at('report.jsonl'), 'utf8')).trim().split('\n')
    const report = lines.map((line) => JSON.parse(line) as Record<string, unknown>)
    expect(report.at(-1)).toEqual({ summary: expect.objectContaining({ jobs: 3, done: 3, failed: 0, images: 3 }) })
    expect(report).toContainEqual(
      expect.objectContaining({ where: 'Line 1', id: 'heron', tool: 'generate_image', state: 'done', billed: 'yes' }),
    )
    expect(report).toContainEqual(expect.objectContaining({ where: 'Line 3', state: 'done', cost: 0, billed: 'no' }))
    expect(sentTimes().get('a heron')).toBe(1)
  })

  it('sends nothing where a line is not valid, and names all such lines', async () => {
    const before = servers().map((server) => server.submissions().length)
    await writeFile(
      at(name),
      [
        JSON.stringify(toCall('fine', openai)),
        '{"tool": "generate_image"',
        '{"tool": "paint", "parameters": {}}',
        '',
        JSON.stringify(toCall('x', { ...openai, sise: '1x1' })),
      ].join('\n'),
    )
    const { code, err } = await atelier('batch', name)
    expect(code).toBe(2)
    expect(err).toMatch(/Line 2 is not valid JSON.*Line 3: There is no tool “paint”.*Line 5: .*sise/s)
    await writeJobs(toCall('fine', openai), toCall('x', { provider: 'openai', model: 'dall-e-9000' }))
    expect(await atelier('batch', name)).toMatchObject({ code: 2, err: expect.stringContaining('Line 2') })
    expect(servers().map((server) => server.submissions().length)).toEqual(before)
  })

  it('sends nothing where all jobs together cost more than the limit', async () => {
    const before = servers().map((server) => server.submissions().length)
    await writeJobs(toCall('one', openai), toCall('two', openai))
    const dear = await atelier('batch', name, '--max-cost-usd', '0.01', '--json')
    expect(dear.code).toBe(4)
    expect(reportOf(dear)).toMatchObject({ error_code: 'money/over-cap' })
    expect(servers().map((server) => server.submissions().length)).toEqual(before)
    expect(await atelier('batch', name, '--max-cost-usd', '0.02')).toMatchObject({ code: 0 })
  })

  it('cancels what has not been sent, and waits for what has', async () => {
    await writeJobs(toCall('sent', bfl), toCall('second', bfl), toCall('third', bfl))
    const server = stage.services.server('bfl')
    server.setScene('waiting')
    const { services, home, folder } = stage
    const env = { ...services.env, BFL_API_KEY: services.goodKey('bfl') }
    const before = server.requests.length
    const result = await runCommand(['batch', name, '--concurrency', '1', '--json'], {
      home,
      cwd: folder,
      env,
      onStarted: (interrupt) =>
        void untilAskedFor(server, before).then(() => {
          interrupt()
          server.continueWith('done')
        }),
    })
    expect(result.code).toBe(5)
    expect(statesOf(result)).toEqual(['done', 'canceled', 'canceled'])
    expect(sentTimes().get('second')).toBeUndefined()
    expect(statesOf(await resume())).toEqual(['done', 'done', 'done'])
    // Resumed jobs run side by side.
    expect(['sent', 'second', 'third'].map((prompt) => sentTimes().get(prompt))).toEqual([1, 1, 1])
  })

  it('counts each attempt that may have been billed, in the report and against the maximum', async () => {
    await writeJobs(toCall('cut off', openai))
    const server = stage.services.server('openai')
    server.setScene('cut')
    const [first] = resultsOf(await atelier('batch', name, '--json'))
    expect(first).toMatchObject({ state: 'unknown', billed: 'unknown' })
    const one = first!.cost
    expect(resultsOf(await resume('--retry-unknown'))).toMatchObject([{ cost: expect.closeTo(2 * one) }])
    server.setScene('done')
    const retry = (max: number) => resume('--retry-unknown', '--max-cost-usd', String(max * one))
    expect(await retry(2.5)).toMatchObject({ code: 4 })
    const done = reportOf(await retry(3.5))
    expect(done).toMatchObject({ batch: { results: [{ state: 'done', billed: 'unknown', unpriced: 0 }], unpriced: 0 } })
    const { batch, cost } = done as unknown as { cost: number; batch: { cost: number; results: Result[] } }
    expect(batch.cost).toBe(cost)
    expect(batch.cost).toBeGreaterThan(2 * one)
    expect(batch.results[0]!.cost).toBe(batch.cost)
    expect(sentTimes().get('cut off')).toBe(3)
    expect((await atelier('batch', name, '--resume')).out).toContain(formatMoney(batch.cost))
  })
})

const randomSent = () => [...sentTimes()].filter(([prompt]) => prompt.startsWith('random')).length

describe('after a kill', () => {
  it('does not start anew without being told to', async () => {
    await writeJobs(toCall('guarded', bfl))
    const server: StubServer = stage.services.server('bfl')
    server.setScene('waiting')
    const sent = server.nextSubmission()
    await killed(['batch', name], (kill) => void sent.then(kill))
    expect(await atelier('batch', name)).toMatchObject({ code: 2, err: expect.stringContaining('--resume') })
    expect(sentTimes().get('guarded')).toBe(1)
  })

  it('asks the service for what was sent, by its number', async () => {
    await writeJobs(toCall('asked for', bfl), toCall('not begun', bfl))
    const server = stage.services.server('bfl')
    server.setScene('waiting')
    const before = server.requests.length
    await killed(['batch', name, '--concurrency', '1'], (kill) => void untilAskedFor(server, before).then(kill))
    server.continueWith('done')
    const resumed = await resume('--out', 'resumed')
    expect(resumed).toMatchObject({ code: 0 })
    expect(statesOf(resumed)).toEqual(['done', 'done'])
    expect(await readdir(at('resumed'))).toHaveLength(2)
    const again = await resume()
    expect(resultsOf(again).map(({ state, earlier }) => [state, earlier])).toEqual([
      ['done', true],
      ['done', true],
    ])
    expect([sentTimes().get('asked for'), sentTimes().get('not begun')]).toEqual([1, 1])
  })

  it('counts what was sent against the maximum, also where its tool fails before it waits for it', async () => {
    await writeFile(at('given.png'), smallPng(1, 64, 64))
    await writeJobs(toCall('sent before', { ...bfl, input_images: ['given.png'] }), toCall('beyond', bfl))
    const server = stage.services.server('bfl')
    server.setScene('waiting')
    const before = server.requests.length
    await killed(['batch', name, '--concurrency', '1'], (kill) => void untilAskedFor(server, before).then(kill))
    server.continueWith('done')
    await rm(at('given.png'))
    const resumed = await resume('--concurrency', '1', '--max-cost-usd', '0.05')
    expect(resultsOf(resumed)).toMatchObject([
      {
        state: 'failed',
        billed: 'yes',
        images: [{ path: expect.stringContaining('sent') }],
        error: expect.stringMatching(/^The result was made and is kept\..*given\.png/),
      },
      { state: 'failed', billed: 'no', images: [], error: expect.stringContaining('$0.05') },
    ])
    expect([sentTimes().get('sent before'), sentTimes().get('beyond')]).toEqual([1, undefined])
  })

  it('reports what may have been billed, and repeats it only when told to', async () => {
    await writeJobs(toCall('in doubt', openai))
    const server = stage.services.server('openai')
    server.setScene('drip')
    const sent = server.nextSubmission()
    await killed(['batch', name], (kill) => void sent.then(kill))
    server.setScene('done')
    for (let times = 0; times < 2; times++) {
      const resumed = await resume()
      expect(resumed.code).toBe(1)
      const [result] = resultsOf(resumed)
      expect(result).toMatchObject({ state: 'unknown', billed: 'unknown', images: [] })
      expect(result?.error).toContain('--retry-unknown')
      expect(sentTimes().get('in doubt')).toBe(1)
    }
    expect(statesOf(await resume('--retry-unknown'))).toEqual(['done'])
    expect(sentTimes().get('in doubt')).toBe(2)
  })

  it('never sends a prompt twice, whenever the kill comes', { timeout: 300_000 }, async () => {
    const prompts = Array.from({ length: 10 }, (_, index) => `random ${index}`)
    await writeJobs(...prompts.map((prompt, index) => toCall(prompt, index % 2 === 0 ? bfl : openai)))
    const moments = seededMoments(16)
    const kills = killCount(8)
    for (let kill = 0; kill < kills; kill++) {
      // At a random moment, by design: no event is to be missed.
      const { afterMs } = moments(1, kill % 2 === 0 ? 2_500 : 700)
      const args = kill === 0 ? ['batch', name] : ['batch', name, '--resume']
      const before = randomSent()
      const begun = Promise.withResolvers<void>()
      const stopAfter = (event: Promise<unknown>) => (stop: () => void) =>
        void event.then(() => wait(afterMs)).then(stop)
      // Every other kill comes shortly after a request; where all have been sent the batch ends by itself.
      const sent = Promise.race(servers().map((server) => server.nextSubmission()))
      await killed(args, stopAfter(kill % 2 === 0 ? begun.promise : sent), begun.resolve)
      if (randomSent() === prompts.length && before === prompts.length) break
    }
    const end = await resume()
    const results = resultsOf(end)
    expect(results.filter(({ state }) => state !== 'done' && state !== 'unknown')).toEqual([])
    // A kill between the note on disk and the first byte leaves a request in doubt that was never sent.
    for (const [index, { state }] of results.entries()) {
      const times = sentTimes().get(prompts[index]!) ?? 0
      expect([state === 'done' ? 1 : 0, 1]).toContain(times)
    }
    const ids = results.flatMap(({ images }) => images.map(({ id }) => id))
    expect(new Set(ids).size).toBe(ids.length)
    expect(results.filter(({ state }) => state === 'done')).toHaveLength(ids.length)
    expect(ids.length).toBeGreaterThan(prompts.length / 3)
  })
})
