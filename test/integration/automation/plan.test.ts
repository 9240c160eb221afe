import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sharp } from '../../../src/main/platform/pure/sharp.ts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ReportedPlan } from '../../../src/main/automation/scripts/reported-plan.ts'
import { buildMaskedResponse } from '../../e2e/support/answers.ts'
import { startServices, type Services } from '../../e2e/support/services.ts'
import { reportOf } from '../../support/program-stage.ts'
import { runBuiltProgram } from '../../support/run-built-program.ts'
import { runCommand, type ProgramResult } from '../../support/run-command.ts'
import { maskPng, photoPng } from '../../support/small-images.ts'
import { isFull } from '../../support/turn.ts'

const size = { widthPx: 320, heightPx: 240 }
const sky = { x: 20, y: 20, widthPx: 48, heightPx: 40 }
const sign = { x: 252, y: 180, widthPx: 48, heightPx: 40 }

let folder: string
let services: Services
const at = (...names: string[]) => join(folder, ...names)
// A service that takes an image in its own size: the smaller it is, the less there is to compute.
const server = () => services.server('stability')
const submissions = () => server().submissions()
const planOf = (result: ProgramResult) => reportOf(result)['plan'] as ReportedPlan

const surroundings = () => ({
  home: at('home'),
  cwd: folder,
  env: { ...services.env, ...services.keyEnv },
})
const atelier = (args: readonly string[]) => runCommand(args, surroundings())

/** The same photo but for a corner, so that the played service may mix up what it is sent at the same time. */
const writePhoto = (name: string, corner: number, of = size) => writeFile(at(name), photoPng(of, corner))

/** The service answers no submission from this one on, until `held` is resolved. */
let firstHeld = Infinity
let held = Promise.resolve()

const base64 = (png: Uint8Array) => Buffer.from(png).toString('base64')
const embedded = (hole: typeof sky) => ({
  png: base64(maskPng(size, hole)),
  width: size.widthPx,
  height: size.heightPx,
})
const paid = (name: string) => ({ name, model: 'stability/inpaint', prompt: `a green ${name}` })

async function writePlan(name: string, steps: readonly object[]): Promise<string> {
  await writeFile(at(name), JSON.stringify({ name: 'Street', steps }))
  return name
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'atelier-plan-'))
  services = await startServices(['stability'], {
    async image() {
      const isHeld = submissions().length >= firstHeld
      const image = await buildMaskedResponse(server(), 'keeps')
      if (isHeld) await held
      return image
    },
  })
  await mkdir(at('photos', 'more'), { recursive: true })
  await writePhoto('one.png', 1)
  await writePhoto('photos/two.png', 2)
  await writePhoto('photos/more/three.png', 3)
  await writePhoto('half.png', 4, { widthPx: 160, heightPx: 120 })
  await writePhoto('tall.png', 5, { widthPx: 240, heightPx: 320 })
  await writeFile(at('sign.png'), maskPng(size, sign))
})
afterAll(async () => {
  await services.close()
  await rm(folder, { recursive: true, force: true, maxRetries: 5 })
})

describe('plan run', { timeout: 120_000 }, () => {
  it('prices every image, and sends nothing', async () => {
    const plan = await writePlan('priced.json', [{ ...paid('sky'), mask: embedded(sky) }])
    const args = ['plan', 'run', plan, 'one.png', '--folder', 'photos', '--estimate-only']
    const result = await atelier([...args, '--json'])
    expect(result, result.err).toMatchObject({ code: 0 })
    const { images, cost, cost_estimate: estimate } = planOf(result)
    expect(images.map(({ name, state }) => `${name} ${state}`)).toEqual(['one waiting', 'two waiting', 'three waiting'])
    expect(cost).toBe(0)
    expect(estimate).toBeGreaterThan(0)
    expect((await atelier(args)).out).toMatch(/^3 images, 3 steps, \$0\.\d+/)
    expect(await atelier([...args, '--max-cost-usd', '0.001'])).toMatchObject({ code: 4 })
    expect(submissions()).toEqual([])
  })

  it('edits each image in all masks, keeps every pixel outside, and saves copies', async () => {
    const plan = await writePlan('street.json', [
      { ...paid('sky'), mask: embedded(sky) },
      { name: 'Sign', mask: { file: 'sign.png' }, grow_px: 0, feather_px: 0, seed: 7 },
    ])
    const result = await atelier(['plan', 'run', plan, '--folder', 'photos', '--out', 'edited', '--json'])
    expect(result, result.err).toMatchObject({ code: 0 })
    const { images, cost } = planOf(result)
    expect(images.map(({ state, steps }) => [state, ...steps.map((step) => step.state)])).toEqual([
      ['done', 'done', 'done'],
      ['done', 'done', 'done'],
    ])
    expect(cost).toBeGreaterThan(0)
    expect(submissions()).toHaveLength(2)
    expect(await readdir(at('edited'))).toHaveLength(2)
    for (const image of images) {
      const { merged, outside } = await changesOf(image)
      expect(merged).toBeGreaterThan(0)
      expect(outside).toBe(0)
    }
  })

  it('scales a mask to an image of the same shape and says so; another shape is left out', async () => {
    const before = submissions().length
    const plan = await writePlan('scaled.json', [{ name: 'Sign', mask: embedded(sign) }])
    const result = await atelier(['plan', 'run', plan, 'half.png', 'tall.png', '--json'])
    expect(result).toMatchObject({ code: 1 })
    const [half, tall] = planOf(result).images
    expect(half).toMatchObject({ state: 'done', warnings: ['The mask of “Sign” was scaled to the image.'] })
    expect(tall).toMatchObject({ state: 'impossible', result: null })
    expect(tall?.error).toMatch(/^The mask \(320 × 240 pixels\) has another shape/)
    expect(submissions()).toHaveLength(before)
  })

  it('names the field that is wrong before anything is sent', async () => {
    const before = submissions().length
    const problemOf = async (steps: readonly object[]) => {
      const result = await atelier(['plan', 'run', await writePlan('wrong.json', steps), 'one.png'])
      expect(result).toMatchObject({ code: 2 })
      return result.err
    }
    expect(await problemOf([])).toContain('steps: add at least one step')
    expect(await problemOf([{ mask: embedded(sky), prompts: 'x' }])).toContain('prompts')
    expect(await problemOf([{ mask: { ...embedded(sky), width: 319 } }])).toContain('steps[0].mask.png: is 320 × 240')
    const noPng = { ...embedded(sky), png: base64(Buffer.from('not a picture, whatever its name says')) }
    expect(await problemOf([{ mask: noPng }])).toContain('steps[0].mask.png: is not a PNG file in base64')
    expect(await problemOf([{ mask: { file: at('sign.png') } }])).toContain('mask.file: must be in the folder')
    expect(await problemOf([{ mask: { file: '../sign.png' } }])).toContain('steps[0].mask.file: must be in the folder')
    expect(await problemOf([{ mask: {} }])).toContain('steps[0].mask: give exactly one of')
    expect(await problemOf([{ mask: embedded(sky), model: 'gpt-image-2', prompt: 'x' }])).toContain('steps[0].model: “')
    expect(await problemOf([{ mask: embedded(sky), strength: 0.5 }])).toContain('steps[0].strength')
    expect(await atelier(['plan', 'run', 'wrong.json'])).toMatchObject({ code: 2 })
    expect(submissions()).toHaveLength(before)
  })

  it('says of each image what cannot be made of it', async () => {
    const plan = await writePlan('impossible.json', [
      { mask: { words: 'sky' }, name: 'Sky' },
      { mask: embedded(sign), fill_model: 'none-such' },
    ])
    const result = await atelier(['plan', 'run', plan, 'one.png', '--estimate-only', '--json'])
    expect(planOf(result).images[0]).toMatchObject({ state: 'impossible' })
  })

  it('counts each attempt at a step that may have been billed, in the report and against the maximum', async () => {
    const plan = await writePlan('cut.json', [{ ...paid('sky'), mask: embedded(sky) }])
    server().setScene('cut')
    const first = planOf(await atelier(['plan', 'run', plan, 'one.png', '--json']))
    expect(first.images).toMatchObject([{ state: 'uncertain' }])
    const one = first.cost!
    const retry = (...more: string[]) =>
      atelier(['plan', 'run', plan, '--resume', '--retry-unknown', '--json', ...more])
    expect(planOf(await retry()).cost).toBeCloseTo(2 * one)
    server().setScene('done')
    expect(await retry('--max-cost-usd', String(2.5 * one))).toMatchObject({ code: 4 })
    const done = await retry('--max-cost-usd', String(3.5 * one))
    expect(done).toMatchObject({ code: 0 })
    const { cost, images } = planOf(done)
    expect(cost).toBeGreaterThan(2 * one)
    expect(images).toMatchObject([{ state: 'done', cost, steps: [{ billed: 'yes' }] }])
  })

  // The fourth is the second paid step of an image.
  it.each(isFull ? [1, 4, 6] : [4])(
    'goes on after a kill, and pays for nothing twice (%i sent)',
    async (sentBefore) => {
      const prompt = `killed after ${sentBefore}`
      const plan = await writePlan(`killed-${sentBefore}.json`, [
        { ...paid('sky'), prompt, mask: embedded(sky) },
        { name: 'Sign', mask: { file: 'sign.png' } },
        { ...paid('sign'), prompt: `${prompt} later`, mask: { file: 'sign.png' } },
      ])
      firstHeld = submissions().length + sentBefore
      const killed = Promise.withResolvers<void>()
      held = killed.promise
      const sent = sendsOf(sentBefore)
      const args = ['plan', 'run', plan, 'one.png', '--folder', 'photos']
      await runBuiltProgram(args, {
        ...surroundings(),
        onStarted: (_interrupt, kill) => void sent.then(kill),
      })
      firstHeld = Infinity
      killed.resolve()
      expect(await atelier(args)).toMatchObject({ code: 2, err: expect.stringContaining('--resume') })
      const result = await atelier(['plan', 'run', plan, '--resume', '--json'])
      const { images } = planOf(result)
      // What was in the middle of being sent cannot be asked for.
      expect(images.map(({ state }) => state)).toEqual(images.map(() => expect.stringMatching(/^(done|uncertain)$/)))
      const wanted = submissions().filter(({ form }) => form.some(({ bytes }) => Buffer.from(bytes).includes(prompt)))
      const steps = images
        .flatMap((image) => image.steps)
        .filter(({ billed }) => billed === 'yes' || billed === 'unknown')
      expect(wanted.length).toBeLessThanOrEqual(steps.length)
      if (images.every(({ state }) => state === 'done')) {
        expect(wanted).toHaveLength(2 * images.length)
        return
      }
      const again = await atelier(['plan', 'run', plan, '--resume', '--retry-unknown', '--json'])
      expect(planOf(again).images.map(({ state }) => state)).toEqual(images.map(() => 'done'))
    },
  )
})

/** Resolves once so many more submissions have come. */
async function sendsOf(count: number): Promise<void> {
  for (let sent = 0; sent < count; sent++) await server().nextSubmission()
}

/** Pixels that differ from the source at all, and far from both masks. */
async function changesOf({ source, result }: ReportedPlan['images'][number]) {
  const paths = []
  for (const id of [source, result!]) {
    paths.push(reportOf(await atelier(['show', id, '--json'])).images[0]!.path)
  }
  const [before, after] = await Promise.all(paths.map((path) => sharp(path).removeAlpha().raw().toBuffer()))
  let merged = 0
  let outside = 0
  for (let pixel = 0; pixel < size.widthPx * size.heightPx; pixel++) {
    const own = [3 * pixel, 3 * pixel + 3] as const
    if (before!.subarray(...own).equals(after!.subarray(...own))) continue
    merged++
    const x = pixel % size.widthPx
    if (x > 120 && x < 220) outside++
  }
  return { merged, outside }
}
