import { defineCheckpoint } from '../../../src/main/providers/servers/a1111/a1111-models.ts'
import { checkpoints, rulesFor, samplers, schedulers } from './a1111/a1111-fields.ts'
import { checkJson } from './check-fields.ts'
import { decodeBase64, decodeMask } from './decode-mask.ts'
import type { FailureCase, ServiceStub, StubContext, StubResponse, StubRequest } from './service-stub.ts'

const login = 'painter:a-login-that-only-tests-use'
const model = 'sd_xl_base_1.0'

const failures: readonly (FailureCase & { readonly response: StubResponse })[] = [
  {
    name: '400',
    code: 'provider/invalid-request',
    isBilled: 'no',
    message: 'Sampler not found',
    response: { status: 400, json: { detail: 'Sampler not found' } },
  },
  {
    name: '401',
    code: 'credential/rejected',
    isBilled: 'no',
    message: 'Incorrect username or password',
    response: { status: 401, json: { detail: 'Incorrect username or password' } },
  },
  {
    name: '404-no-api',
    code: 'provider/wrong-address',
    isBilled: 'no',
    message: '--api',
    response: { status: 404, json: { detail: 'Not Found' } },
  },
  {
    name: '404-no-source',
    code: 'provider/invalid-request',
    isBilled: 'no',
    message: 'Init image not found',
    response: { status: 404, json: { detail: 'Init image not found' } },
  },
  {
    name: '422',
    code: 'provider/invalid-request',
    isBilled: 'no',
    message: 'steps: value is not a valid integer',
    response: {
      status: 422,
      json: { detail: [{ loc: ['body', 'steps'], msg: 'value is not a valid integer', type: 'type_error.integer' }] },
    },
  },
  {
    name: '500-memory',
    code: 'provider/task-failed',
    isBilled: 'no',
    message: 'A smaller image',
    response: {
      status: 500,
      json: {
        error: 'OutOfMemoryError',
        detail: '',
        body: '',
        errors: 'CUDA out of memory. Tried to allocate 2.00 GiB',
      },
    },
  },
  {
    name: '500-forge',
    code: 'provider/task-failed',
    isBilled: 'no',
    message: '',
    response: { status: 500, text: 'Internal Server Error' },
  },
]

/** Forge started with `--api --api-auth`. */
export const a1111Stub: ServiceStub = {
  id: 'a1111',
  goodKey: login,
  models: { generate: model, edit: model, mask: model, variations: 'loaded-checkpoint' },
  cards: [defineCheckpoint(model, model, { samplers, schedulers, isForge: true })],
  deliversByLink: false,
  // A local server refuses nothing.
  refusals: [],
  failures,
  isSubmission: (request) => /^\/sdapi\/v1\/(txt2img|img2img)$/.test(request.path),
  async respond(request, context) {
    const { authorization } = request.headers
    const isKnown = authorization === `Basic ${Buffer.from(login).toString('base64')}`
    // Without a login the server requires none; a wrong one is rejected.
    if (authorization !== undefined && !isKnown) {
      return { status: 401, json: { detail: 'Incorrect username or password' } }
    }
    if (a1111Stub.isSubmission(request)) return draw(request, context)
    return (
      routes[`${request.method} ${request.path}`]?.(request, context) ?? { status: 404, json: { detail: 'Not Found' } }
    )
  },
  violations(request) {
    const body = bodyOf(request)
    const rules = rulesFor(request.path, body.mask !== undefined)
    return rules === null ? [] : checkJson(request.json, rules)
  },
  async repaintedPart(request) {
    const { mask } = bodyOf(request)
    return mask === undefined ? null : decodeMask(decodeBase64(mask), 'white')
  },
}

/** The preview in the scene `previews`: one pixel, in a color no photograph has. */
const magenta =
  'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR42mP4z/AfAAQAAf8c9+lcAAAAAElFTkSuQmCC'

interface Body {
  readonly mask?: string
  readonly width?: number
  readonly height?: number
  readonly n_iter?: number
  readonly seed?: number
  readonly force_task_id?: string
  readonly override_settings?: { readonly sd_model_checkpoint?: string }
}

function bodyOf(request: StubRequest): Body {
  const body = request.json as Body | null
  return body ?? {}
}

const routes: Readonly<Record<string, (request: StubRequest, context: StubContext) => StubResponse>> = {
  'GET /sdapi/v1/sd-models': () => ({
    status: 200,
    json: checkpoints.map((checkpoint) => ({
      ...checkpoint,
      sha256: null,
      filename: `/models/${checkpoint.title}`,
      config: null,
    })),
  }),
  'GET /sdapi/v1/samplers': () => ({
    status: 200,
    json: samplers.map((name) => ({ name, aliases: [], options: {} })),
  }),
  'GET /sdapi/v1/schedulers': () => ({
    status: 200,
    json: schedulers.map((name) => ({ name, label: name, aliases: null, default_rho: -1, need_inner_model: false })),
  }),
  'GET /sdapi/v1/sd-modules': () => ({ status: 200, json: [{ model_name: 'ae.safetensors', filename: '/vae/ae' }] }),
  'POST /internal/progress': (request, context) => {
    const { id_task } = request.json as { id_task: string }
    const active = context.memory.get('task') === id_task
    const json = { active, queued: false, completed: !active, progress: active ? 0.4 : null, eta: null }
    const live_preview = active && context.scene === 'previews' ? magenta : null
    return { status: 200, json: { ...json, live_preview, id_live_preview: -1, textinfo: null } }
  },
  'POST /sdapi/v1/interrupt': () => ({ status: 200, json: {} }),
}

async function draw(request: StubRequest, context: StubContext): Promise<StubResponse> {
  const [kind, name] = context.scene.split(':')
  if (kind === 'failed') return failures.find((candidate) => candidate.name === name)!.response
  const body = bodyOf(request)
  context.memory.set('task', body.force_task_id)
  const count = body.n_iter ?? 1
  const size = { widthPx: body.width ?? 512, heightPx: body.height ?? 512 }
  const drawn = await Promise.all(Array.from({ length: count }, (_, index) => context.image(index, size)))
  const seed = body.seed === undefined || body.seed < 0 ? 4_242 : body.seed
  const checkpointTitle = body.override_settings?.sd_model_checkpoint
  const used = checkpoints.find(({ title }) => title === checkpointTitle) ?? checkpoints[0]!
  const info = {
    seed,
    all_seeds: drawn.map((_, index) => seed + index),
    sd_model_name: used.model_name,
    sd_model_hash: used.hash,
    index_of_first_image: 0,
  }
  const images = drawn.map((bytes) => Buffer.from(bytes).toString('base64'))
  return { status: 200, json: { images, parameters: {}, info: JSON.stringify(info) } }
}
