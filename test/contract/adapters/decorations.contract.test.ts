import { afterEach, describe, expect, it } from 'vitest'
import type { TaskState } from '../../../src/main/providers/core/adapter.ts'
import { registry } from '../../../src/main/providers/registry.ts'
import { stubs } from '../../support/services/all-stubs.ts'
import type { ServiceStub, StubResponse } from '../../support/services/service-stub.ts'
import { maskPng } from '../../support/small-images.ts'
import { buildInput } from './build-input.ts'
import { followToEnd, openStub, type Stage } from './open-stub.ts'

/**
 * What of an answer leads to the image, by service; `*` stands for any name or index. All the rest only decorates it: an
 * image that was paid for arrives whatever stands there.
 */
const essential: Readonly<Record<ServiceStub['id'], readonly string[]>> = {
  openai: ['data.*.b64_json', 'type', 'b64_json'],
  stability: ['image', 'id'],
  fal: ['request_id', 'status', 'images.*.url'],
  imagen: ['predictions.*.bytesBase64Encoded'],
  gemini: ['candidates.*.content.parts.*.inlineData.data'],
  bfl: ['id', 'status', 'result.sample'],
  xai: ['data.*.b64_json'],
  huggingface: ['request_id', 'status', 'images.*.url', 'data.*.b64_json', 'data.id', 'data.status', 'data.outputs.*'],
  replicate: ['id', 'status', 'output', 'output.*'],
  ideogram: ['generation_id', 'data.*.url'],
  runway: ['id', 'status', 'output.*'],
  a1111: ['images.*'],
  comfyui: ['prompt_id', 'queue_running.*.*', '*.outputs.*.images.*.*', '*.prompt.2.*'],
  'openai-compatible': ['id', 'status', 'result.images.*.b64_json', 'data.*.b64_json'],
  fake: [],
}

/** Fields that services are known to send and their stubs do not, added to the answers that have a place for them. */
const alsoSent: Partial<Readonly<Record<ServiceStub['id'], readonly string[]>>> = {
  openai: ['data.0.revised_prompt', 'data.0.url', 'output_format', 'created'],
  stability: ['status', 'result', 'seed'],
  fal: ['queue_position', 'logs', 'error_type', 'seed', 'prompt', 'timings', 'nsfw_content_detected', 'status_url'],
  imagen: ['predictions.0.prompt', 'predictions.0.raiFilteredReason'],
  gemini: ['promptFeedback', 'candidates.0.finishMessage', 'candidates.0.content.parts.2.text'],
  bfl: ['progress', 'details', 'cost', 'polling_url', 'result.seed', 'result.prompt'],
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

describe.each(stubs.filter(({ id }) => id !== 'fake').map((stub) => [stub.id, stub] as const))('%s', (id, stub) => {
  const adapter = registry[id]
  const operations = (['generate', 'edit'] as const).filter((operation) => stub.models[operation] !== null)

  it.each(operations)('%s: nothing that only decorates an image costs it', async (operation) => {
    const bodies: unknown[] = []
    let change: Change | null = null
    let isBegun = false
    stage = await openStub(
      {
        ...stub,
        async respond(request, context) {
          const answer = await stub.respond(request, { ...context, image: async () => small })
          isBegun ||= stub.isSubmission(request)
          return isBegun && answer.status < 300 ? withBodies(answer, (body) => changed(body, change, bodies)) : answer
        },
      },
      adapter,
    )
    const { session, server } = stage
    const card = [...adapter.models, ...(stub.cards ?? [])].find((each) => each.id === stub.models[operation])!
    const input = { ...(await buildInput(stub, card, { operation })), wantsPreviews: card.hasPreviews }
    const run = async (next: Change | null): Promise<TaskState> => {
      change = next
      isBegun = false
      server.setScene('done')
      return followToEnd(session, await session.submit(input))
    }

    expect(hasImage(await run(null))).toBe(true)
    const found = new Set(bodies.flatMap((body) => pathsIn(body)))
    const paths = [...found, ...(alsoSent[id] ?? [])].filter((path) => !leadsToImage(path, essential[id]))
    expect(paths.length).toBeGreaterThan(0)
    // Beside it in its list.
    const beside = essential[id]
      .flatMap((pattern) => [...found].flatMap((path) => nextTo(path, pattern)))
      .filter((path) => !found.has(path))
    const isKept = async (next: Change) => run(next).then(hasImage, () => false)
    const lost: string[] = []
    for (const value of misfits) {
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
    expect(lost).toEqual([])
  })
})

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

function changed(body: unknown, change: Change | null, bodies: unknown[]): unknown {
  if (change === null) {
    bodies.push(body)
    return body
  }
  const copy: unknown = structuredClone(body)
  for (const path of change.paths) setAt(copy, path.split('.'), change.value)
  return copy
}

/** Sets what is at a path whose parent is there. */
function setAt(body: unknown, path: readonly string[], value: Misfit): void {
  const parent = path.slice(0, -1).reduce<unknown>((at, name) => (isParent(at) ? at[name] : undefined), body)
  const name = path.at(-1)!
  if (!isParent(parent)) return
  if (value === missing && !Array.isArray(parent)) delete parent[name]
  else parent[name] = value === missing ? undefined : value
}

function isParent(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}

function pathsIn(body: unknown, above = ''): string[] {
  if (!isParent(body)) return []
  return Object.entries(body).flatMap(([name, value]) => [`${above}${name}`, ...pathsIn(value, `${above}${name}.`)])
}

/** Whether a path is essential, is above one that is, or is below one. */
function leadsToImage(path: string, wanted: readonly string[]): boolean {
  const names = path.split('.')
  return wanted.some((each) => {
    const pattern = each.split('.')
    const common = Math.min(names.length, pattern.length)
    return pattern.slice(0, common).every((name, at) => name === '*' || name === names[at])
  })
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
