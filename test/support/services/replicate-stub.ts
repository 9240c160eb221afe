import { checkForm, checkJson } from './check-fields.ts'
import { decodeBase64, decodeMask } from './decode-mask.ts'
import { documentOf, rulesOf } from './replicate/model-document.ts'
import { isOfficial, modelInputs } from './replicate/model-inputs.ts'
import { failureScenes, refusalScenes } from './replicate/replicate-scenes.ts'
import type { ServiceStub, StubContext, StubResponse, StubRequest } from './service-stub.ts'

const goodKey = 'r8_NotARealKeyOfReplicate000000000000000'
const predictionId = 'gm3qorzdhgbfurvjtvhg6dckhu'
/** The version of every model here. */
const latestVersion = '5c7d5dc6dd8bf75c1acaa8565735e7986bc5b66206b55cca93cb72c9bf15ccaa'
/** Number of polls until done. */
const looksNeeded = 3

export const replicateStub: ServiceStub = {
  id: 'replicate',
  goodKey,
  models: {
    generate: 'black-forest-labs/flux-dev',
    edit: 'black-forest-labs/flux-kontext-pro',
    mask: 'ideogram-ai/ideogram-v3-balanced',
    variations: 'black-forest-labs/flux-redux-dev',
  },
  deliversByLink: true,
  refusals: Object.entries(refusalScenes).map(([name, { what, isBilled, message }]) => ({
    name,
    what,
    isBilled,
    message,
  })),
  failures: Object.entries(failureScenes).map(([name, { code, isBilled, message }]) => ({
    name,
    code,
    isBilled,
    message,
  })),
  isSubmission: ({ method, path }) => method === 'POST' && path.endsWith('/predictions'),

  respond(request, context) {
    if (request.headers['authorization'] !== `Bearer ${goodKey}`) return failureScenes['401']!.response!
    const { method, path } = request
    if (path === '/v1/account') {
      return { status: 200, json: { type: 'user', username: 'artist', name: 'An Artist', github_url: '' } }
    }
    if (method === 'DELETE' && path === '/v1/files/file-1') return { status: 204 }
    if (method === 'POST' && path === '/v1/files') return { status: 201, json: fileAnswer(request) }
    if (replicateStub.isSubmission(request)) return create(request, context)
    if (path === `/v1/predictions/${predictionId}`) return look(context)
    if (method === 'POST' && path === `/v1/predictions/${predictionId}/cancel`) {
      return { status: 200, json: predictionOf(context, { status: 'canceled' }) }
    }
    return describeModel(path)
  },

  violations(request) {
    const { method, path } = request
    if (path.startsWith('/delivered/')) return []
    if (path === '/v1/files')
      return checkForm(request.form, {
        content: { type: 'file', isRequired: true },
        metadata: { type: 'object', fields: {} },
      })
    if (!replicateStub.isSubmission(request)) {
      const known =
        /^\/v1\/(account|models\/[\w.-]+\/[\w.-]+(\/versions\/\w+)?|predictions\/\w+(\/cancel)?|files\/file-1)$/
      return known.test(path) ? [] : [`${method} ${path}: no such address`]
    }
    const model = modelOf(request)
    if (model === null) return [`${path}: no such model`]
    const version = { version: { type: 'text', isRequired: true } } as const
    const input = { input: { type: 'object', isRequired: true, fields: rulesOf(model) } } as const
    const stops = request.headers['cancel-after']
    return [
      ...checkJson(request.json, path === '/v1/predictions' ? { ...input, ...version } : input),
      ...(stops === undefined || /^(\d+h)?(\d+m)?(\d+s)?$/.test(stops) ? [] : [`cancel-after: ${stops}`]),
    ]
  },

  async repaintedPart(request) {
    const { mask } = inputOf(request)
    if (typeof mask !== 'string') return null
    // Ideogram keeps white areas; the others repaint them.
    return decodeMask(decodeBase64(mask), modelOf(request)?.startsWith('ideogram-ai/') ? 'black' : 'white')
  },
}

function bodyOf({ json }: StubRequest): Readonly<Record<string, unknown>> {
  return typeof json === 'object' && json !== null ? { ...json } : {}
}

function inputOf(request: StubRequest): Readonly<Record<string, unknown>> {
  const { input } = bodyOf(request)
  return typeof input === 'object' && input !== null ? { ...input } : {}
}

/** By path for official models, by version otherwise. */
function modelOf(request: StubRequest): string | null {
  const named = /^\/v1\/models\/([^/]+\/[^/]+)\/predictions$/.exec(request.path)?.[1]
  if (named !== undefined) return modelInputs[named] && isOfficial(named) ? named : null
  const isKnown = bodyOf(request)['version'] === latestVersion
  return isKnown ? (Object.keys(modelInputs).find((model) => !isOfficial(model)) ?? null) : null
}

function fileAnswer({ form }: StubRequest): Readonly<Record<string, unknown>> {
  const content = form.find(({ name }) => name === 'content')
  return {
    id: 'file-1',
    created_at: '2026-11-20T10:00:00Z',
    expires_at: '2026-11-21T10:00:00Z',
    size: content?.bytes.byteLength ?? 0,
    content_type: content?.mime ?? '',
    metadata: {},
    checksums: { sha256: '' },
    urls: { get: 'https://api.replicate.com/v1/files/file-1' },
  }
}

function describeModel(path: string): StubResponse {
  const [, model = '', version] = /^\/v1\/models\/([^/]+\/[^/]+)(?:\/versions\/(\w+))?$/.exec(path) ?? []
  if (modelInputs[model] === undefined || (version !== undefined && version !== latestVersion)) {
    return failureScenes['404']!.response!
  }
  const latest = { id: latestVersion, created_at: '2026-10-01T00:00:00Z', openapi_schema: documentOf(model) }
  if (version !== undefined) return { status: 200, json: latest }
  const [owner, name] = model.split('/')
  const facts = { owner, name, description: 'A model.', visibility: 'public', is_official: isOfficial(model) }
  return { status: 200, json: { ...facts, latest_version: latest } }
}

function sceneOf(context: StubContext) {
  const [kind, name = ''] = context.scene.split(':')
  if (kind === 'refused') return refusalScenes[name] ?? null
  return kind === 'failed' ? (failureScenes[name] ?? null) : null
}

function create(request: StubRequest, context: StubContext): StubResponse {
  const scene = sceneOf(context)
  if (scene && 'response' in scene && scene.response) return scene.response
  const wrong = replicateStub.violations(request)
  if (wrong.length > 0) {
    return { status: 422, json: { title: 'Input validation failed', detail: wrong.join('; '), status: 422 } }
  }
  context.memory.set('input', inputOf(request))
  return { status: 201, json: predictionOf(context, { status: 'starting' }) }
}

function look(context: StubContext): StubResponse {
  const polls = Number(context.memory.get('looks') ?? 0) + 1
  context.memory.set('looks', polls)
  if (polls === 1) return { status: 200, json: predictionOf(context, { status: 'starting' }) }
  const logs = 'Using seed: 4711\n  0%|          | 0/28 [00:00<?]\n 54%|█████▎    | 15/28 [00:02<00:01,  7.1it/s]'
  if (polls < looksNeeded || context.scene === 'waiting') {
    return { status: 200, json: predictionOf(context, { status: 'processing', logs }) }
  }
  const scene = sceneOf(context)
  const ended = { status: 'succeeded', logs, output: linksOf(context), ...scene?.prediction }
  return { status: 200, json: predictionOf(context, ended) }
}

function linksOf(context: StubContext): string[] {
  const input = (context.memory.get('input') ?? {}) as Readonly<Record<string, unknown>>
  const count = Number(input['num_outputs'] ?? 1)
  return Array.from({ length: count }, (_, index) => `${context.origin}/delivered/${index}.png`)
}

function predictionOf(
  context: StubContext,
  overrides: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  const url = `${context.origin}/v1/predictions/${predictionId}`
  return {
    id: predictionId,
    model: 'black-forest-labs/flux-dev',
    version: 'hidden',
    input: context.memory.get('input') ?? {},
    output: null,
    error: null,
    logs: '',
    created_at: '2026-11-20T10:00:00Z',
    data_removed: false,
    source: 'api',
    metrics: { predict_time: 1.5, total_time: 2 },
    urls: { get: url, cancel: `${url}/cancel`, web: 'https://replicate.com/p/x' },
    ...overrides,
  }
}
