import { decodeBase64, decodeMask } from './decode-mask.ts'
import type { ServiceStub, StubContext, StubResponse } from './service-stub.ts'
import { playXaiScene, xaiBadKey, xaiFailures, xaiRefusals } from './xai/xai-scenes.ts'
import { xaiViolations } from './xai/xai-violations.ts'

const goodKey = 'xai-not-a-real-key-0123456789'

const models = [
  {
    id: 'grok-imagine-image-2.0',
    aliases: ['grok-imagine-image-quality'],
    version: '2.0',
    input_modalities: ['text', 'image'],
    output_modalities: ['image'],
    max_prompt_length: 8_000,
    created: 1_786_000_000,
  },
  { id: 'grok-imagine-image-20260128', aliases: ['grok-imagine-image'], version: '1.0', created: 1_769_000_000 },
]

export const xaiStub: ServiceStub = {
  id: 'xai',
  goodKey,
  models: {
    generate: 'grok-imagine-image-2.0',
    edit: 'grok-imagine-image',
    mask: 'grok-imagine-image-2.0',
    variations: 'grok-imagine-image-2.0',
  },
  deliversByLink: false,
  refusals: xaiRefusals,
  failures: xaiFailures,
  isSubmission: ({ method, path }) => method === 'POST' && path.startsWith('/v1/images/'),
  violations: xaiViolations,
  async respond({ headers, method, path, json }, context) {
    if (headers['authorization'] !== `Bearer ${goodKey}`) return xaiBadKey
    if (method === 'GET') return answerGet(path)
    return playXaiScene(context.scene) ?? (await draw(json, context))
  },
  /** The mask is the last image, as the prompt says. */
  async repaintedPart({ json }) {
    const { images, prompt } = (json ?? {}) as { images?: { url: string }[]; prompt?: string }
    const last = images?.at(-1)
    return last && prompt?.includes('mask') ? decodeMask(decodeBase64(last.url), 'white') : null
  },
}

function answerGet(path: string): StubResponse {
  if (path === '/v1/api-key') {
    const key = { redacted_api_key: 'xai-...6789', name: 'studio', acls: ['api-key:model:*', 'api-key:endpoint:*'] }
    return { status: 200, json: { ...key, api_key_blocked: false, api_key_disabled: false, team_blocked: false } }
  }
  const id = /^\/v1\/image-generation-models\/(.+)$/.exec(path)?.[1]
  if (path === '/v1/image-generation-models') return { status: 200, json: { models } }
  const found = models.find((each) => each.id === id || (id !== undefined && each.aliases.includes(id)))
  return found ? { status: 200, json: found } : { status: 404, json: { error: `The model ${id} does not exist.` } }
}

async function draw(json: unknown, context: StubContext): Promise<StubResponse> {
  const { n = 1, model } = json as { n?: number; model?: string }
  // A retired name is answered by its successor, which the answer names.
  const served = models.find(({ id, aliases }) => id === model || (model !== undefined && aliases.includes(model)))
  const files = await Promise.all(Array.from({ length: n }, (_, index) => context.image(index)))
  const data = files.map((bytes) => ({
    b64_json: Buffer.from(bytes).toString('base64'),
    mime_type: 'image/jpeg',
    revised_prompt: '',
    respect_moderation: true,
  }))
  return { status: 200, json: { data, usage: { cost_in_usd_ticks: n * 400_000_000 }, model: served?.id ?? model } }
}
