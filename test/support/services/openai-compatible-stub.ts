import { localaiCard, plainCard } from '../../../src/main/providers/servers/openai-compatible/compatible-models.ts'
import { decodeBase64, decodeMask } from './decode-mask.ts'
import { compatibleFailures, playSubmission } from './openai-compatible/compatible-scenes.ts'
import { compatibleViolations, modelOf } from './openai-compatible/compatible-violations.ts'
import { answerSdServer } from './openai-compatible/sd-server.ts'
import type { ServiceStub, StubContext, StubResponse, StubRequest } from './service-stub.ts'

const goodKey = 'own-server-not-a-real-key'
const localaiModel = 'dreamshaper'
const gatewayModel = 'gateway-image-1'

/** One server with all three APIs, behind a key as in LocalAI. */
export const openaiCompatibleStub: ServiceStub = {
  id: 'openai-compatible',
  goodKey,
  models: {
    generate: 'sdcpp:loaded',
    edit: 'sd-cpp-local',
    mask: `localai:${localaiModel}`,
    variations: gatewayModel,
  },
  cards: [plainCard(gatewayModel, 'live'), localaiCard(`localai:${localaiModel}`, 'added')],
  deliversByLink: false,
  cancelled: 'works-on',
  refusals: [
    {
      name: 'of-a-gateway',
      what: 'prompt',
      isBilled: 'unknown',
      message: 'Rejected by the safety system',
    },
  ],
  failures: compatibleFailures,
  isSubmission: ({ method, path }) =>
    method === 'POST' && (path === '/sdcpp/v1/img_gen' || path.startsWith('/v1/images/')),
  violations: (request) => compatibleViolations(request, modelOf(request) === localaiModel),
  async respond(request, context) {
    if (request.headers['authorization'] !== `Bearer ${goodKey}`) return badKey
    return (await answerSdServer(request, context)) ?? (await answerPlain(request, context))
  },
  async repaintedPart(request) {
    const inJob = (request.json as { mask_image?: string } | null)?.mask_image
    if (inJob !== undefined) return decodeMask(decodeBase64(inJob), 'white')
    const file = request.form.find(({ name }) => name === 'mask')?.bytes
    const isAlpha = modelOf(request) === gatewayModel
    return file ? decodeMask(file, isAlpha ? 'transparent' : 'white') : null
  },
}

const badKey: StubResponse = {
  status: 401,
  headers: { 'www-authenticate': 'Bearer' },
  json: { error: { code: 401, message: 'An authentication key is required', type: 'invalid_request_error' } },
}

async function answerPlain(request: StubRequest, context: StubContext): Promise<StubResponse> {
  const { method, path } = request
  if (method === 'GET' && path === '/v1/models') {
    const data = ['sd-cpp-local', localaiModel, gatewayModel, 'gpt-4'].map((id) => ({ id, object: 'model' }))
    return { status: 200, json: { object: 'list', data } }
  }
  if (method !== 'POST' || !path.startsWith('/v1/images/')) return { status: 404, json: { error: 'Not Found' } }
  return playSubmission(context.scene) ?? (await draw(request, context))
}

/** LocalAI's inpainting responds with a link, sd-server and gateways with the image. */
async function draw({ json, form, path }: StubRequest, context: StubContext): Promise<StubResponse> {
  if (path === '/v1/images/inpainting')
    return { status: 200, json: { data: [{ url: `${context.origin}/delivered/0.png` }] } }
  const { n = Number(form.find(({ name }) => name === 'n')?.value ?? 1) } = (json ?? {}) as { n?: number }
  const imageOf = (index: number) => (context.scene === 'black' ? context.blackImage() : context.image(index))
  const files = await Promise.all(Array.from({ length: n }, (_, index) => imageOf(index)))
  const data = files.map((bytes) => ({ b64_json: Buffer.from(bytes).toString('base64') }))
  return { status: 200, json: { created: 1_795_000_000, output_format: 'png', data } }
}
