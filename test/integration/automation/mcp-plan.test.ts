import { mkdir, readdir, symlink, writeFile } from 'node:fs/promises'
import { sharp } from '../../../src/main/platform/pure/sharp.ts'
import { afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import type { ReportedPlan } from '../../../src/main/automation/scripts/reported-plan.ts'
import { buildMaskedResponse } from '../../e2e/support/answers.ts'
import { McpStage, type McpClient } from '../../support/mcp-stage.ts'
import { maskPng, photoPng } from '../../support/small-images.ts'

const size = { widthPx: 320, heightPx: 240 }
const sky = { x: 20, y: 20, widthPx: 48, heightPx: 40 }
/** Far from the sky, so that both edits do not see each other. */
const sign = { x: 252, y: 180, widthPx: 48, heightPx: 40 }

/** Takes an image in its own size: the smaller it is, the less there is to compute. */
const inpainting = { id: 'stability', model: 'stability/inpaint' } as const
/** Bills by what it used, which is less than the estimate. */
const byUse = { id: 'openai', model: 'openai/gpt-image-2' } as const
let service: typeof inpainting | typeof byUse

/** Such a client starts one program; a newer one starts a first one to ask it for its version. */
const isOlder = true

let stage: McpStage
let client: McpClient
/** The service answers what it has got once this is resolved. */
let release: () => void
let held: Promise<void>

function hold(): void {
  const gate = Promise.withResolvers<void>()
  held = gate.promise
  release = gate.resolve
}

const server = () => stage.services.server(service.id)
const sent = () => server().submissions().length
const photo = (number: number) => stage.at('photos', `street-${number}.png`)
const planOf = (result: Record<string, unknown>) => result['plan'] as ReportedPlan
const step = (prompt: string, file = 'sky.png') => ({ name: prompt, mask: { file }, model: service.model, prompt })
/** Two edits of one place: the second is made from the result of the first. */
const twice = () => ({ name: 'Street', steps: [step('a green sky'), step('a cloud')] })

/** How often each prompt was sent. */
function sentPrompts(): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const { form } of server().submissions()) {
    const prompt = Buffer.from(form.find(({ name }) => name === 'prompt')!.bytes).toString()
    const known = ['a green sky', 'a cloud'].find((each) => prompt.includes(each)) ?? prompt
    counts[known] = (counts[known] ?? 0) + 1
  }
  return counts
}

async function writePlan(name: string, plan: unknown): Promise<string> {
  await writeFile(stage.at('photos', name), JSON.stringify(plan))
  return stage.at('photos', name)
}

/** Runs a plan that costs nothing: what was to be sent before it would have been. */
async function runAnotherPlan(): Promise<void> {
  const plan = { steps: [{ name: 'Sign', mask: { file: stage.at('photos', 'sign.png') } }] }
  await client.done('run_plan', { plan, images: [photo(5)] })
}

async function open(): Promise<void> {
  stage = await McpStage.open(
    {},
    {
      async image() {
        const image = await buildMaskedResponse(server(), 'keeps')
        await held
        return image
      },
    },
    ['openai', 'stability'],
  )
  await writeFile(stage.at('photos', 'sky.png'), maskPng(size, sky))
  await writeFile(stage.at('photos', 'sign.png'), maskPng(size, sign))
  for (const [index, bytes] of photos.entries()) await writeFile(photo(index + 1), bytes)
}

/** The same photo but for a corner, so that the played service may mix up what it is sent at the same time. */
let photos: readonly Uint8Array[]
beforeAll(() => {
  photos = [1, 2, 3, 4, 5].map((corner) => photoPng(size, corner))
})
beforeEach(async () => {
  service = inpainting
  hold()
  release()
  await open()
  client = await stage.connect({ isOlder })
})
afterEach(async () => {
  release()
  await stage.close()
})

it('edits every image in all masks, within the price, in the agent’s name, and keeps every pixel outside', async () => {
  service = byUse
  const plan = { name: 'Street', steps: [step('a green sky'), { name: 'Sign', mask: { file: 'sign.png' } }] }
  const asked = { plan_file: await writePlan('street.json', plan), images: [photo(1), photo(2)], folder: 'edited' }
  const estimate = await client.done('run_plan', { ...asked, estimate_only: true })
  const { cost_estimate: usd, images } = planOf(estimate)
  expect(images.map(({ name, state, result }) => [name, state, result])).toEqual([
    ['street-1', 'waiting', null],
    ['street-2', 'waiting', null],
  ])
  expect(await client.failure('run_plan', { ...asked, max_cost_usd: usd! / 2 })).toMatch(/^money\/over-cap/)
  expect(sent()).toBe(0)

  const progress: (string | undefined)[] = []
  const { result, content } = await client.call(
    'run_plan',
    { ...asked, max_cost_usd: 1 },
    { onprogress: ({ message }) => progress.push(message) },
  )
  expect(result).toMatchObject({ success: true, error: null, error_code: null })
  // What it really cost, which is less than the estimate.
  expect(planOf(result).cost).toBeGreaterThan(0)
  expect(planOf(result).cost).toBeLessThanOrEqual(usd!)
  expect(sentPrompts()).toEqual({ 'a green sky': 2 })
  for (const image of planOf(result).images) {
    expect(image).toMatchObject({ state: 'done', changed_outside: 0, error: null })
    expect(image.changed_inside).toBeGreaterThan(1_000)
    expect(image.steps.map(({ name, state, billed }) => [name, state, billed])).toEqual([
      ['a green sky', 'done', 'yes'],
      ['Sign', 'done', 'no'],
    ])
    expect((await sharp(image.path!).metadata()).width).toBe(size.widthPx)
    // The result, and what it was merged from.
    for (const id of [image.result!, ...image.steps.map((each) => each.image!)]) {
      expect(await client.done('get_image', { id })).toMatchObject({ recipe: { agent: 'Trial' } })
    }
  }
  expect(await readdir(stage.at('out', 'edited'))).toHaveLength(2)
  expect(content.filter(({ type }) => type === 'image')).toHaveLength(2)
  expect(progress).toContain('4 of 4 steps done')
  const { attempts } = await client.done('ledger', { limit: 10 })
  expect(attempts).toMatchObject([{ started_by: 'agent' }, { started_by: 'agent' }])
  // A second run makes new images and new copies: nothing is overwritten.
  const free = { plan: { name: 'Street', steps: [{ mask: { file: stage.at('photos', 'sign.png') } }] } }
  await client.done('run_plan', { ...free, images: [photo(1)], folder: 'edited' })
  expect(await readdir(stage.at('out', 'edited'))).toHaveLength(3)
})

it('takes a plan without a file, with masks as other tools take them', async () => {
  const { images } = await client.done('generate_image', { prompt: 'a wall', provider: 'fake', size: '640x480' })
  const [{ id, path }] = images as [{ id: string; path: string }]
  const { widthPx, heightPx } = await sharp(path)
    .metadata()
    .then(({ width, height }) => ({ widthPx: width, heightPx: height }))
  await mkdir(stage.at('out'), { recursive: true })
  await writeFile(stage.at('out', 'mask.png'), maskPng({ widthPx, heightPx }, sky))
  const plan = { steps: [{ mask: { file: stage.at('out', 'mask.png') } }] }
  const result = await client.done('run_plan', { plan, images: [id] })
  expect(planOf(result)).toMatchObject({ cost: 0, images: [{ source: id, state: 'done', changed_outside: 0 }] })
})

it('says of each image what cannot be made of it, and makes the others', async () => {
  await writeFile(stage.at('photos', 'tall.png'), photoPng({ widthPx: 240, heightPx: 320 }))
  const plan = { steps: [{ mask: { file: stage.at('photos', 'sign.png') } }] }
  const tall = stage.at('photos', 'tall.png')
  const { result, isError, text } = await client.call('run_plan', { plan, images: [tall, photo(1)] })
  expect(isError).toBe(true)
  expect(text).toContain('1 image has no result')
  expect(planOf(result).images.map(({ state }) => state)).toEqual(['impossible', 'done'])
  const none = await client.call('run_plan', { plan, images: [tall] })
  expect(none.result).toMatchObject({ success: false, plan: { cost: 0, images: [{ state: 'impossible' }] } })
})

it('reads and writes nothing outside the allowed folders, whichever way it is named', async () => {
  const secret = stage.at('secret', 'mask.png')
  await writeFile(secret, maskPng(size, sky))
  await writeFile(stage.at('secret', 'plan.json'), JSON.stringify({ steps: [{ mask: { file: 'mask.png' } }] }))
  await symlink(secret, stage.at('photos', 'linked.png'))
  await symlink(stage.at('secret', 'plan.json'), stage.at('photos', 'linked.json'))
  await mkdir(stage.at('out'), { recursive: true })
  await mkdir(stage.at('photos', 'plans'))
  await symlink(stage.at('photos', 'sky.png'), stage.at('photos', 'plans', 'beside.png'))
  await symlink(stage.at('secret'), stage.at('out', 'away'))
  await writeFile(stage.at('out', 'file'), '')
  const images = [photo(1)]
  const failure = (asked: object) => client.failure('run_plan', { images, ...asked })
  const ofFile = async (file: string, name = 'hostile.json') =>
    failure({ plan_file: await writePlan(name, { steps: [{ mask: { file } }] }) })

  expect(await failure({ plan_file: stage.at('secret', 'plan.json') })).toContain('is not in an allowed folder')
  expect(await failure({ plan_file: stage.at('photos', '..', 'secret', 'plan.json') })).toContain('not in an allowed')
  expect(await failure({ plan_file: stage.at('photos', 'linked.json') })).toContain('not in an allowed')
  expect(await failure({ plan_file: stage.at('secret', 'none.json') })).toContain('not in an allowed')
  expect(await failure({ plan_file: stage.at('photos') })).toMatch(/^request\/invalid/)
  expect(await ofFile('../secret/mask.png')).toContain('steps[0].mask.file: must be in the folder')
  expect(await ofFile(secret)).toContain('steps[0].mask.file: must be in the folder')
  expect(await ofFile('linked.png')).toContain('not in an allowed')
  // Within an allowed folder, but not in that of the plan.
  expect(await ofFile('beside.png', 'plans/hostile.json')).toContain('steps[0].mask.file: must be in the folder')
  expect(await ofFile('none.png')).toMatch(/^storage\/not-found/)
  const inline = (file: string) => failure({ plan: { steps: [{ mask: { file } }] } })
  expect(await inline(secret)).toContain('not in an allowed')
  expect(await inline(stage.at('photos', 'linked.png'))).toContain('not in an allowed')
  expect(await inline('../secret/mask.png')).toContain('not in an allowed')
  expect(await inline('file:///etc/passwd')).toMatch(/^(request|storage)\//)
  const plan = { steps: [{ mask: { file: stage.at('photos', 'sky.png') } }] }
  expect(await failure({ plan, images: [stage.at('secret', 'photo.png')] })).toContain('not in an allowed')
  for (const folder of [stage.at('secret'), '../secret', 'away', 'away/deeper']) {
    expect(await failure({ plan, folder })).toContain('not in the output folder')
  }
  expect(await failure({ plan, folder: 'file' })).toMatch(/^storage\/exists/)
  expect(await failure({})).toContain('plan_file or plan')
  expect(await failure({ plan, plan_file: 'x.json' })).toContain('plan_file or plan')
  expect(await failure({ plan: { steps: Array.from({ length: 41 }, () => plan.steps[0]) } })).toContain('steps')
  expect(await failure({ plan_file: await writePlan('no.json', { steps: [{ mask: {}, model: 'x' }] }) })).toContain(
    'steps[0].mask: give exactly one of',
  )
  expect(await readdir(stage.at('secret'))).toHaveLength(3)
  expect(sent()).toBe(0)
})

it('when canceled, sends nothing more, keeps what was sent, and counts what that cost', async () => {
  await stage.change({ perSessionUsd: 10 })
  hold()
  const plan_file = await writePlan('twice.json', twice())
  const controller = new AbortController()
  const next = server().nextSubmission()
  const call = client.call('run_plan', { plan_file, images: [photo(1)] }, { signal: controller.signal })
  await next
  controller.abort()
  await expect(call).rejects.toThrow()
  release()
  await expect
    .poll(async () => (await client.done('search_library', { query: 'green' }))['total'], { timeout: 60_000 })
    .toBe(1)
  await runAnotherPlan()
  expect(sentPrompts()).toEqual({ 'a green sky': 1 })
  // The session was charged with the one step, not with both.
  const { today } = await client.done('ledger', { limit: 1 })
  await stage.change({ perSessionUsd: 0.000_001 })
  const said = await client.failure('run_plan', { plan_file, images: [photo(2)] })
  const spent = /\$([\d.]+) has been spent/.exec(said)?.[1]
  expect(Number(spent)).toBeCloseTo((today as { usd: number }).usd, 3)
})

it('is not gone on with by the next program that serves agents after a kill, until it is asked for again', async () => {
  hold()
  const plan_file = await writePlan('twice.json', twice())
  const images = [1, 2, 3, 4, 5].map(photo)
  // Otherwise it would pass its messages on to the one that owns the library.
  await client.client.close()
  const killed = await stage.start()
  const call = killed.call('run_plan', { plan_file, images }).catch(() => null)
  // Four images at a time, none of which is answered: nothing else is on its way.
  const lost = 4
  await expect.poll(sent, { timeout: 60_000 }).toBe(lost)
  process.kill(killed.pid, 'SIGKILL')
  await call
  release()
  const second = await stage.connect({ name: 'Another' })
  // What was being sent may have been billed. Nobody has asked this program for the rest.
  const attempts = async () =>
    (await second.done('ledger', { limit: 50 }))['attempts'] as { outcome: string; started_by: string }[]
  await expect
    .poll(async () => (await attempts()).map(({ outcome }) => outcome), { timeout: 60_000 })
    .toEqual(Array(lost).fill('lost'))
  expect((await attempts()).map((each) => each.started_by)).toEqual(Array(lost).fill('agent'))
  client = second
  await runAnotherPlan()
  expect(sentPrompts()).toEqual({ 'a green sky': lost })
  await second.done('run_plan', { plan_file, images: [photo(5)] })
  expect(sentPrompts()).toEqual({ 'a green sky': lost + 1, 'a cloud': 1 })
})

it('stops when its client has left: what was sent is finished and kept, and nothing goes on later', async () => {
  hold()
  const plan_file = await writePlan('twice.json', twice())
  const second = await stage.connect({ name: 'Second' })
  const next = server().nextSubmission()
  const call = second.call('run_plan', { plan_file, images: [photo(1)] }).catch(() => null)
  await next
  await second.client.close()
  await call
  release()
  await expect
    .poll(async () => (await client.done('search_library', { query: 'green' }))['total'], { timeout: 60_000 })
    .toBe(1)
  await client.client.close()
  client = await stage.connect({ isOlder })
  await client.done('list_providers')
  await runAnotherPlan()
  expect(sentPrompts()).toEqual({ 'a green sky': 1 })
})

it('asks once for the price of the whole plan, and sends nothing without a yes', async () => {
  await client.client.close()
  await stage.change({ perSessionUsd: 0 })
  const questions: string[] = []
  let isAllowed = false
  const answer = (question: string) => {
    questions.push(question)
    return isAllowed
  }
  client = await stage.connect({ answer })
  const asked = { plan_file: await writePlan('twice.json', twice()), images: [photo(1), photo(2)] }
  const { cost_estimate: usd } = planOf(await client.done('run_plan', { ...asked, estimate_only: true }))
  expect(await client.failure('run_plan', asked)).toContain('Not allowed by the user')
  expect(sent()).toBe(0)
  isAllowed = true
  expect(await client.done('run_plan', asked)).toMatchObject({ success: true })
  expect(sentPrompts()).toEqual({ 'a green sky': 2, 'a cloud': 2 })
  expect(questions).toHaveLength(2)
  for (const question of questions) expect(question).toContain(`would cost $${String(usd).slice(0, 4)}`)
})
