import { afterEach, describe, expect, it } from 'vitest'
import type { TaskState } from '../../../src/main/providers/core/adapter.ts'
import type { ProviderSession } from '../../../src/main/providers/provider-manager.ts'
import type { ModelCard } from '../../../src/shared/domain/model-card.ts'
import { parseJson } from '../../../src/shared/util/parse-json.ts'
import { registry } from '../../../src/main/providers/registry.ts'
import { stubs } from '../../support/services/all-stubs.ts'
import type { ServiceStub, StubResponse } from '../../support/services/service-stub.ts'
import { maskPng } from '../../support/small-images.ts'
import { buildInput } from './build-input.ts'
import { openStub, type Stage } from './open-stub.ts'

/**
 * What of an answer leads to the image, by service; `*` stands for any name or index, `@id` for the id of a task, and of
 * what `|` separates, one suffices (with nothing behind it, even none). All the rest only decorates it: an image that was
 * paid for arrives whatever stands there.
 */
const essential: Readonly<Record<ServiceStub['id'], readonly string[]>> = {
  openai: ['data.*.b64_json', 'b64_json'],
  stability: ['image', 'id'],
  fal: ['request_id|response_url', 'status', 'images.*.url'],
  imagen: ['predictions.*.bytesBase64Encoded'],
  gemini: ['candidates.*.content.parts.*.inlineData.data'],
  bfl: ['id|polling_url', 'result.sample'],
  xai: ['data.*.b64_json'],
  huggingface: [
    'request_id|response_url',
    'status',
    'images.*.url',
    'id|urls.get',
    'output',
    'output.*',
    'data.id|data.urls.get',
    'data.outputs.*',
    'data.*.b64_json',
    'image_result.*.url',
  ],
  replicate: ['id|urls.get', 'output', 'output.*'],
  ideogram: ['generation_id', 'data.*.url'],
  runway: ['id', 'output.*'],
  a1111: ['images.*'],
  comfyui: ['prompt_id|', 'queue_running.*.*', '@id.outputs.*.images.*.*', '@id.prompt.2.*'],
  'openai-compatible': ['id', 'result.images.*.b64_json', 'data.*.b64_json'],
  fake: [],
}

/** Further models, where a service answers in the formats of several. */
const alsoTried: Partial<Readonly<Record<ServiceStub['id'], readonly string[]>>> = {
  huggingface: [
    'black-forest-labs/FLUX.1-dev:together',
    'black-forest-labs/FLUX.2-dev:replicate',
    'Qwen/Qwen-Image:wavespeed',
    'zai-org/GLM-Image:zai-org',
  ],
}

/** Fields that services are known to send and their stubs do not, added to the answers that have a place for them. */
const alsoSent: Partial<Readonly<Record<ServiceStub['id'], readonly string[]>>> = {
  openai: ['data.0.revised_prompt', 'data.0.url', 'output_format', 'created'],
  stability: ['status', 'result', 'seed'],
  fal: ['queue_position', 'logs', 'error_type', 'seed', 'prompt', 'timings', 'nsfw_content_detected', 'status_url'],
  imagen: ['predictions.0.prompt', 'predictions.0.raiFilteredReason'],
  gemini: ['promptFeedback', 'candidates.0.finishMessage', 'candidates.0.content.parts.2.text'],
  bfl: ['progress', 'details', 'cost', 'result.seed', 'result.prompt'],
  xai: ['data.0.url', 'usage'],
  huggingface: ['seed', 'prompt', 'queue_position', 'logs', 'response_url'],
  replicate: ['logs', 'metrics', 'metrics.predict_time', 'data_removed', 'error', 'input', 'input.seed'],
  ideogram: ['status', 'failure_reason', 'usage_cost_usd_micros', 'data.0.seed', 'data.0.is_image_safe'],
  runway: ['progress', 'cost', 'failure', 'failureCode'],
  a1111: ['info', 'parameters'],
  comfyui: ['number', 'node_errors'],
  'openai-compatible': ['usage', 'output_format', 'queue_position', 'error', 'data.0.revised_prompt', 'data.0.url'],
}

const missing = Symbol('missing')
const misfits = [missing, null, 7, 'text', {}, []] as const
type Misfit = (typeof misfits)[number]

interface Change {
  readonly paths: readonly string[]
  readonly value: Misfit
}

/** Drawn once: each answer has one. */
const small = maskPng({ widthPx: 64, heightPx: 64 }, { x: 8, y: 8, widthPx: 9, heightPx: 9 })

let stage: Stage | null = null
afterEach(() => stage?.close())

/** Services that name the status of a task. */
const withStatus: readonly ServiceStub['id'][] = [
  'fal',
  'bfl',
  'huggingface',
  'replicate',
  'ideogram',
  'runway',
  'openai-compatible',
]

describe.each(stubs.filter(({ id }) => id !== 'fake').map((stub) => [stub.id, stub] as const))('%s', (id, stub) => {
  const adapter = registry[id]
  const models = (['generate', 'edit'] as const)
    .flatMap((operation) => {
      const model = stub.models[operation]
      return model === null ? [] : [[operation, model] as const]
    })
    .concat((alsoTried[id] ?? []).map((model) => ['generate', model]))

  /** Opens the service with a hand on each answer from the submission on. */
  async function begin(operation: 'generate' | 'edit', model: string, alter: (body: unknown) => unknown) {
    let isBegun = false
    stage = await openStub(
      {
        ...stub,
        async respond(request, context) {
          const answer = await stub.respond(request, { ...context, image: async () => small })
          isBegun ||= stub.isSubmission(request)
          return isBegun && answer.status < 300 ? withBodies(answer, alter) : answer
        },
      },
      adapter,
    )
    const { session, server } = stage
    const card = await cardOf(model, stub, session)
    // Without it, the answer is no stream.
    const change = id === 'openai' ? { options: { partial_images: 1 } } : {}
    const input = { ...(await buildInput(stub, card, { operation, change })), wantsPreviews: card.hasPreviews }
    return async (): Promise<TaskState> => {
      isBegun = false
      server.setScene('done')
      return follow(session, await session.submit(input))
    }
  }

  it.each(models)('%s with %s: nothing that only decorates an image costs it', async (operation, model) => {
    const bodies: unknown[] = []
    let change: Change | null = null
    const run = await begin(operation, model, (body) => {
      if (change !== null) return changed(body, change)
      bodies.push(body)
      return body
    })
    expect(hasImage(await run())).toBe(true)
    const found = new Set(bodies.flatMap((body) => pathsIn(body)))
    const isKept = async (next: Change) => {
      change = next
      return run().then(hasImage, () => false)
    }
    const lost: string[] = []
    const all = [...new Set([...found, ...(alsoSent[id] ?? [])])]
    const mayLead = essential[id].flatMap((pattern) => pattern.split('|'))
    for (const leading of waysToImage(essential[id], found)) {
      // Beside it in its list.
      const beside = leading
        .flatMap((pattern) => [...found].flatMap((path) => nextTo(path, pattern)))
        .filter((path) => !found.has(path))
      for (const value of misfits) {
        // With another value, what may lead to the image would lead elsewhere.
        const paths = all.filter((path) => !leadsToImage(path, value === missing ? leading : mayLead))
        expect(paths.length).toBeGreaterThan(0)
        // Those of one depth together, as none is in another; one by one only to name what is wrong.
        for (const group of [beside, ...Map.groupBy(paths, (path) => path.split('.').length).values()]) {
          if (await isKept({ paths: group, value })) continue
          const before = lost.length
          for (const path of group) {
            if (!(await isKept({ paths: [path], value }))) lost.push(`${path}: ${describeMisfit(value)}`)
          }
          if (lost.length === before) lost.push(`${group.join(', ')} together: ${describeMisfit(value)}`)
        }
      }
    }
    expect(lost).toEqual([])
  })

  if (!withStatus.includes(id)) return

  it('a status that is not known is waited for', async () => {
    let replaced = 0
    for (const [operation, model] of models) {
      let answers = 0
      // All but the last one, which says that the image is there.
      let replacedMax = 0
      const run = await begin(operation, model, (body) => {
        const paths = pathsIn(body).filter((path) => /(^|\.)(task_)?status$/.test(path))
        if (paths.length === 0 || ++answers > replacedMax) return body
        replaced++
        return changed(body, { paths, value: 'text' })
      })
      expect(hasImage(await run())).toBe(true)
      replacedMax = answers - 1
      answers = 0
      expect(hasImage(await run()), model).toBe(true)
      await stage?.close()
    }
    expect(replaced).toBeGreaterThan(0)
  })
})

async function cardOf(model: string, { id, cards = [] }: ServiceStub, session: ProviderSession): Promise<ModelCard> {
  const adapter = registry[id]
  const known = [...adapter.models, ...cards].find((each) => each.id === model)
  return known ?? session.run((call) => adapter.describeModel!(model, call))
}

/** Odd answers in a row after which the queue gives up a task. */
const pollsMax = 6

/** Polls as the queue does, which goes on after an answer that cannot be read. */
async function follow(session: ProviderSession, first: TaskState): Promise<TaskState> {
  let state = first
  for (let polls = 0; polls < pollsMax && state.type === 'waiting'; polls++) {
    const { handle } = state
    state = await session.poll(handle).catch(() => state)
  }
  return state
}

/** One list of what is essential for each choice of what suffices. */
function waysToImage(patterns: readonly string[], found: ReadonlySet<string>): readonly (readonly string[])[] {
  return patterns.reduce<readonly (readonly string[])[]>(
    (ways, pattern) => {
      const choices = pattern.split('|')
      const sent = choices.filter((choice) => choice === '' || found.has(choice))
      const usable = choices.length > 1 && sent.length > 0 ? sent : choices.slice(0, 1)
      return ways.flatMap((way) => usable.map((choice) => [...way, choice]))
    },
    [[]],
  )
}

function hasImage(state: TaskState): boolean {
  return state.type === 'done' && state.images.some((image) => !('nothing' in image))
}

function withBodies(answer: StubResponse, change: (body: unknown) => unknown): StubResponse {
  if (answer.json !== undefined) return { ...answer, json: change(answer.json) }
  if (!answer.events) return answer
  const events = answer.events.map((event) =>
    event.data.startsWith('{') ? { ...event, data: JSON.stringify(change(JSON.parse(event.data))) } : event,
  )
  return { ...answer, events }
}

function changed(body: unknown, { paths, value }: Change): unknown {
  return paths.reduce((altered, path) => withValue(altered, path.split('.'), value), body)
}

/** Sets what is at a path whose parent is there, also in JSON that is written in a string. */
function withValue(body: unknown, [name = '', ...rest]: readonly string[], value: Misfit): unknown {
  const json = parentIn(body)
  if (json === null) return body
  if (rest.length > 0 && !(name in json)) return body
  const isLeftOut = rest.length === 0 && value === missing && !Array.isArray(json)
  const next = rest.length > 0 ? withValue(json[name], rest, value) : value === missing ? undefined : value
  const copy = Array.isArray(json) ? Object.assign([...json], { [name]: next }) : { ...json, [name]: next }
  if (isLeftOut) delete copy[name]
  return typeof body === 'string' ? JSON.stringify(copy) : copy
}

function parentIn(body: unknown): Record<string, unknown> | null {
  const value = typeof body === 'string' && body.startsWith('{') ? parseJson(body) : body
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : null
}

function pathsIn(body: unknown, above = ''): string[] {
  return Object.entries(parentIn(body) ?? {}).flatMap(([name, value]) => [
    `${above}${name}`,
    ...pathsIn(value, `${above}${name}.`),
  ])
}

/** Whether a path is essential, is above one that is, or is below one. */
function leadsToImage(path: string, wanted: readonly string[]): boolean {
  const names = path.split('.')
  return wanted.some((each) => {
    const pattern = each.split('.')
    const common = Math.min(names.length, pattern.length)
    return pattern.slice(0, common).every((name, at) => stands(name, names[at]!))
  })
}

function stands(pattern: string, name: string): boolean {
  return pattern === '*' || pattern === name || (pattern === '@id' && /^[\da-f-]{36}$/.test(name))
}

/** The place after the last entry of a list of images: `data.1` for `data.0`. */
function nextTo(path: string, pattern: string): string[] {
  const names = path.split('.')
  const isEntry = pattern.split('.')[names.length - 1] === '*' && leadsToImage(path, [pattern])
  return isEntry && /^\d+$/.test(names.at(-1)!) ? [[...names.slice(0, -1), Number(names.at(-1)) + 1].join('.')] : []
}

function describeMisfit(value: Misfit): string {
  return value === missing ? 'missing' : JSON.stringify(value)
}
