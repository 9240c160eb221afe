import { checkJson } from './check-fields.ts'
import { failureScenes, findScene, refusalScenes } from './huggingface/huggingface-scenes.ts'
import { begin, look } from './huggingface/play-providers.ts'
import { rulesFor } from './huggingface/request-rules.ts'
import { mappingOf, servedModels } from './huggingface/served-models.ts'
import type { ServiceStub, StubContext, StubResponse, StubRequest } from './service-stub.ts'

const goodKey = 'hf_NotARealTokenOfHuggingFace00000000'

export const huggingfaceStub: ServiceStub = {
  id: 'huggingface',
  goodKey,
  models: {
    generate: 'black-forest-labs/FLUX.1-dev',
    edit: 'black-forest-labs/FLUX.1-Kontext-dev',
    mask: null,
    variations: null,
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
  isSubmission: ({ method, path }) => method === 'POST' && !path.endsWith('/cancel'),

  async respond(request, context) {
    if (request.headers['authorization'] !== `Bearer ${goodKey}`) {
      return { status: 401, json: { error: 'Invalid username or password.' } }
    }
    const { method, path } = request
    if (path === '/api/whoami-v2') return whoAmI()
    if (path === '/api/models') return listModels(request)
    if (path.startsWith('/api/models/')) return lookUp(path.slice('/api/models/'.length), context)
    if (path.endsWith('/cancel')) return { status: 200, json: {} }
    if (method === 'GET') return look(request, context) ?? notFound()
    const scene = findScene(context.scene)
    if (scene?.submission) return scene.submission
    const wrong = huggingfaceStub.violations(request)
    return wrong.length > 0 ? { status: 422, json: { error: wrong } } : begin(request, context)
  },

  violations(request) {
    const { method, path, query } = request
    if (path.startsWith('/delivered/')) return []
    if (path.startsWith('/api/')) return hubViolations(request)
    const queue =
      path.startsWith('/fal-ai/') && query.get('_subdomain') !== 'queue' ? [`${path}: not in the queue`] : []
    if (method !== 'POST' || path.endsWith('/cancel')) return queue
    const rules = rulesFor(path)
    const source = path.startsWith('/zai-org/') && request.headers['x-source-channel'] !== 'hugging_face'
    return [
      ...queue,
      ...(source ? [`${path}: no x-source-channel`] : []),
      ...(rules === null ? [`${path}: no such address`] : checkJson(request.json, rules)),
    ]
  },

  // No Hugging Face task has a mask.
  repaintedPart: async () => null,
}

function hubViolations({ path, query }: StubRequest): string[] {
  const known = path === '/api/models' ? ['inference_provider', 'pipeline_tag', 'limit', 'expand[]'] : ['expand[]']
  return [...query.keys()].filter((name) => !known.includes(name)).map((name) => `${path}: unknown query ${name}`)
}

function notFound(): StubResponse {
  return { status: 404, json: { error: 'Not Found' } }
}

function whoAmI(): StubResponse {
  const fineGrained = {
    scoped: [{ entity: { type: 'user' }, permissions: ['inference.serverless.write'] }],
    global: [],
  }
  const accessToken = { displayName: 'atelier', role: 'fineGrained', fineGrained }
  return {
    status: 200,
    json: { type: 'user', name: 'artist', isPro: false, canPay: true, auth: { type: 'access_token', accessToken } },
  }
}

function lookUp(model: string, context: StubContext): StubResponse {
  const scene = findScene(context.scene)
  if (scene?.lookup) return scene.lookup
  const entries = servedModels[model]
  if (entries === undefined) return { status: 404, json: { error: 'Repository not found' } }
  // A scene specific to one provider uses that provider, under a matching address.
  const servedMapping = Object.values(servedModels)
    .flat()
    .find(({ provider, task }) => provider === scene?.provider && task === 'text-to-image')
  const wanted = scene?.provider === undefined ? entries : servedMapping ? [servedMapping] : []
  return { status: 200, json: { _id: '1', id: model, inferenceProviderMapping: mappingOf(model, wanted) } }
}

function listModels({ query }: StubRequest): StubResponse {
  const task = query.get('pipeline_tag')
  const models = Object.entries(servedModels).filter(([, entries]) => entries.some((entry) => entry.task === task))
  return {
    status: 200,
    json: models.map(([id, entries]) => ({ _id: '1', id, inferenceProviderMapping: mappingOf(id, entries) })),
  }
}
