import { writeFile } from 'node:fs/promises'
import { afterEach, expect, it } from 'vitest'
import type { AgentSettings } from '../../../src/shared/domain/agent-settings.ts'
import { McpStage } from '../../support/mcp-stage.ts'
import { photoPng } from '../../support/small-images.ts'

/** Costs $0.006. */
const draw = { prompt: 'a kite', provider: 'openai', model: 'gpt-image-2', size: '1024x1024', quality: 'draft' }

let stage: McpStage
afterEach(() => stage.close())

async function open(agents: Partial<AgentSettings>) {
  stage = await McpStage.open({ perSessionUsd: null, perDayUsd: null, ...agents }, {}, ['openai', 'openai-compatible'])
  return () => stage.services.server('openai').submissions().length
}

it('refuses with the estimate what is over a limit, if nobody can be asked, and sends nothing', async () => {
  const sent = await open({ perSessionUsd: 0.01 })
  const client = await stage.connect()
  await client.done('generate_image', draw)
  const said = await client.failure('generate_image', { ...draw, n: 2 })
  expect(said).toMatch(
    /^money\/needs-approval: This would cost \$0\.012\. The limit per session is \$0\.01; \$0\.\d+ has been spent/,
  )
  expect(sent()).toBe(1)
  expect(await client.failure('generate_image', { ...draw, max_cost_usd: 0.001 })).toMatch(
    /^money\/over-cap: .*\$0\.006/,
  )
  expect(await client.failure('generate_image', { ...draw, max_cost_usd: 0 })).toMatch(/^money\/over-cap/)
  expect(sent()).toBe(1)
  // What is free still works.
  await client.done('generate_image', { prompt: 'a kite', provider: 'fake', max_cost_usd: 0 })
})

it.each([
  ['of today', false],
  ['of 2025', true],
])('asks the user through a client %s, and does what they say', async (_when, isOlder) => {
  const sent = await open({ perSessionUsd: 0 })
  const questions: string[] = []
  let isAllowed = false
  const answer = (question: string) => {
    questions.push(question)
    return isAllowed
  }
  const client = await stage.connect({ answer, isOlder })
  expect(await client.failure('generate_image', draw)).toContain('Not allowed by the user')
  expect(sent()).toBe(0)
  isAllowed = true
  expect(await client.done('generate_image', draw)).toMatchObject({ success: true, billed: 'yes' })
  expect(sent()).toBe(1)
  expect(questions).toEqual([
    expect.stringMatching(/^Generate image would cost \$0\.006\. The limit per session is/),
    expect.stringContaining('Allow it?'),
  ])
  // Each call is asked about.
  await client.done('generate_image', draw)
  expect(questions).toHaveLength(3)
})

it('asks once for the price of a whole grid, and sends nothing without a yes', async () => {
  const sent = await open({ perSessionUsd: 0 })
  const questions: string[] = []
  let isAllowed = false
  const client = await stage.connect({
    answer: (question) => {
      questions.push(question)
      return isAllowed
    },
  })
  const { prompt: _prompt, ...model } = draw
  const grid = { parameters: { prompt: 'a kite', ...model }, x: { vary: 'seed', values: '1-3' } }
  expect(await client.failure('make_grid', grid)).toContain('Not allowed by the user')
  expect(sent()).toBe(0)
  isAllowed = true
  expect(await client.done('make_grid', grid)).toMatchObject({ success: true })
  expect(sent()).toBe(3)
  expect(questions).toEqual([expect.stringContaining('$0.018'), expect.stringContaining('$0.018')])
})

it('counts all agents of a day together', async () => {
  const sent = await open({ perDayUsd: 0.01 })
  const first = await stage.connect()
  await first.done('generate_image', draw)
  await first.client.close()
  const second = await stage.connect()
  expect(await second.failure('generate_image', draw)).toContain('per day for agents')
  expect(sent()).toBe(1)
})

it('counts a grid that is half made once: what is made, and what is not', async () => {
  // $0.03 an image, which is billed as estimated.
  const core = { prompt: 'a kite', provider: 'stability', model: 'stable-image-core' }
  const gate = Promise.withResolvers<void>()
  let images = 0
  const image = async () => {
    const number = images++
    if (number === 2) await gate.promise
    return photoPng({ widthPx: 64, heightPx: 64 }, number)
  }
  stage = await McpStage.open({ perSessionUsd: null, perDayUsd: 0.12 }, { image }, ['stability'])
  const client = await stage.connect()
  const grid = client.done('make_grid', { parameters: core, x: { vary: 'seed', values: '1-3' } })
  const ended = async () => {
    const { attempts } = await client.done('ledger', { limit: 9 })
    return (attempts as { outcome: string }[]).filter(({ outcome }) => outcome === 'done').length
  }
  await expect.poll(ended, { timeout: 60_000 }).toBe(2)
  await client.done('generate_image', core)
  expect(await client.failure('generate_image', core)).toContain('$0.12 has been spent today')
  gate.resolve()
  expect(await grid).toMatchObject({ success: true, grid: { cost: 0.09 } })
})

it('asks about whatever costs money once it is not known what agents have spent, also of another session', async () => {
  const sent = await open({ perDayUsd: 1 })
  const questions: string[] = []
  const answer = (question: string) => questions.push(question) === 1
  const first = await stage.connect({ answer })
  const own = { prompt: 'a kite', provider: 'openai-compatible', model: 'gateway-image-1' }
  const grid = { parameters: own, x: { vary: 'prompt', find: 'kite', values: ['kite', 'heron'] } }
  expect(await first.done('make_grid', grid)).toMatchObject({ grid: { cost: null, unpriced: 2 } })
  expect(await first.done('ledger', {})).toMatchObject({ today: { usd: 0, unpriced: 2 } })
  await first.client.close()
  const second = await stage.connect({ answer })
  expect(await second.failure('generate_image', draw)).toContain('Not allowed by the user')
  expect(questions).toEqual([
    expect.stringContaining('The price is not known'),
    expect.stringContaining('What earlier requests cost is not known'),
  ])
  expect(sent()).toBe(0)
})

it('counts calls made at the same time', async () => {
  const sent = await open({ perSessionUsd: 0.013 })
  const client = await stage.connect()
  const replies = await Promise.all(Array.from({ length: 10 }, () => client.call('generate_image', draw)))
  expect(replies.filter(({ isError }) => !isError)).toHaveLength(2)
  expect(sent()).toBe(2)
})

it('keeps to the spending limits of the program, too, and asks about them', async () => {
  const sent = await open({})
  const caps = { perRunUsd: 0.001, perDayUsd: null, perMonthUsd: null, onOver: 'ask' }
  const agents = { folders: [], outputFolder: null, perSessionUsd: null, perDayUsd: null }
  const settings = (onOver: string) => JSON.stringify({ version: 1, caps: { ...caps, onOver }, agents })
  await writeFile(stage.at('home', 'settings.json'), settings('ask'))
  const silent = await stage.connect()
  expect(await silent.failure('generate_image', draw)).toMatch(/^money\/needs-approval/)
  const asking = await stage.connect({ answer: () => true })
  await asking.done('generate_image', draw)
  expect(sent()).toBe(1)
  await writeFile(stage.at('home', 'settings.json'), settings('stop'))
  const stopped = await stage.connect({ answer: () => true })
  expect(await stopped.failure('generate_image', draw)).toMatch(/^money\/over-cap/)
  expect(sent()).toBe(1)
})

it('does not count what was not billed', async () => {
  await open({ perSessionUsd: 0.007 })
  const client = await stage.connect()
  stage.services.server('openai').setScene('failed:401')
  expect(await client.failure('generate_image', draw)).toContain('error:')
  stage.services.server('openai').setScene('done')
  await client.done('generate_image', draw)
})
