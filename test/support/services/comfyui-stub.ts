import { defineComfyCheckpoint } from '../../../src/main/providers/servers/comfyui/comfy-models.ts'
import { checkForm, checkJson, type FieldRules } from './check-fields.ts'
import { eventFrame, previewFrame } from './comfyui/comfy-frames.ts'
import { checkGraph, checkpoints, maskFileOf, samplers, schedulers, type PlayedGraph } from './comfyui/comfy-nodes.ts'
import { failures } from './comfyui/comfy-scenes.ts'
import { decodeMask } from './decode-mask.ts'
import type { ServiceStub, StubContext, StubResponse, StubRequest } from './service-stub.ts'

const token = 'token-of-a-proxy-that-only-tests-have'
const model = checkpoints[0]!

/** The third poll of the history finds the run finished. */
const looksUntilDone = 3

/** All uploads, by the name a node loads them with. Names start with a call number. */
const uploads = new Map<string, Uint8Array>()

const promptRules: FieldRules = {
  client_id: { type: 'text', isRequired: true },
  prompt_id: { type: 'text', matches: /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/ },
  extra_data: {
    type: 'object',
    fields: { preview_method: { type: 'text', values: ['auto', 'latent2rgb', 'taesd', 'none', 'default'] } },
  },
  front: { type: 'flag' },
  number: { type: 'whole' },
}
const uploadRules: FieldRules = {
  image: { type: 'file', isRequired: true },
  type: { type: 'text', values: ['input', 'temp', 'output'] },
  subfolder: { type: 'text' },
  overwrite: { type: 'text', values: ['true', '1', 'false', '0'] },
}
const originalRules: FieldRules = {
  filename: { type: 'text', isRequired: true },
  subfolder: { type: 'text' },
  type: { type: 'text' },
}

export const comfyuiStub: ServiceStub = {
  id: 'comfyui',
  goodKey: token,
  models: { generate: model, edit: model, mask: model, variations: 'first-checkpoint' },
  cards: [defineComfyCheckpoint(model, 'Juggernaut', { samplers, schedulers })],
  deliversByLink: false,
  // A local server refuses nothing.
  refusals: [],
  failures,
  isSubmission: (request) => request.method === 'POST' && request.path === '/prompt',
  async respond(request, context) {
    const { authorization } = request.headers
    // Without a proxy there is no authentication.
    if (authorization !== undefined && authorization !== `Bearer ${token}`) {
      return { status: 401, headers: { 'content-type': 'text/html' }, text: '<html><h1>401</h1></html>' }
    }
    const known = routes[`${request.method} ${request.path}`]
    if (known) return known(request, context)
    if (request.path.startsWith('/history/')) return playHistory(request.path.slice('/history/'.length), context)
    return { status: 404, text: '404: Not Found' }
  },
  /** Progress goes to the socket of the client that sent the prompt. */
  socket(request, send, context) {
    context.memory.set(`socket ${request.query.get('clientId')}`, send)
    send(eventFrame('status', { status: { exec_info: { queue_remaining: 0 } }, sid: request.query.get('clientId') }))
    return (text) => {
      const { type } = JSON.parse(text) as { type: string }
      if (type === 'feature_flags') context.memory.set('knows feature flags', true)
    }
  },
  violations(request) {
    if (comfyuiStub.isSubmission(request)) {
      const { prompt, ...rest } = request.json as { prompt: PlayedGraph }
      return [...checkJson(rest, promptRules), ...checkGraph(prompt)]
    }
    if (request.path === '/upload/image') return checkForm(request.form, uploadRules)
    if (request.path !== '/upload/mask') return []
    return checkForm(request.form, {
      ...uploadRules,
      original_ref: { type: 'object', isRequired: true, fields: originalRules },
    })
  },
  async repaintedPart(request) {
    if (!comfyuiStub.isSubmission(request)) return null
    const { prompt } = request.json as { prompt: PlayedGraph }
    const mask = maskFileOf(prompt)
    const file = uploads.get(mask?.name ?? '')
    return mask === null || file === undefined ? null : decodeMask(file, mask.repaint)
  },
}

type Route = (request: StubRequest, context: StubContext) => StubResponse | Promise<StubResponse>

const routes: Readonly<Record<string, Route>> = {
  'GET /system_stats': () => ({
    status: 200,
    json: {
      system: { os: 'posix', comfyui_version: '0.3.64' },
      devices: [{ name: 'cuda:0 Played GPU', type: 'cuda' }],
    },
  }),
  'GET /models/checkpoints': () => ({ status: 200, json: checkpoints }),
  'GET /object_info/KSampler': () => ({
    status: 200,
    json: { KSampler: { input: { required: { sampler_name: [samplers, {}], scheduler: [schedulers] } } } },
  }),
  'POST /upload/image': playUpload,
  'POST /upload/mask': playUpload,
  'POST /prompt': playPrompt,
  'GET /queue': (_request, context) => {
    const running = context.memory.get('running')
    const item = [1, running, {}, {}, ['9']]
    return { status: 200, json: { queue_running: running === undefined ? [] : [item], queue_pending: [] } }
  },
  'POST /queue': () => ({ status: 200 }),
  'POST /interrupt': (request, context) => {
    const { prompt_id } = request.json as { prompt_id: string }
    if (context.memory.get('running') === prompt_id) context.memory.delete('running')
    return { status: 200 }
  },
  'GET /view': async (_request, context) => {
    if (context.scene === 'expired-link') return { status: 404, text: '' }
    return { status: 200, headers: { 'content-type': 'image/png' }, bytes: await context.image(0) }
  },
}

function playUpload(request: StubRequest): StubResponse {
  const part = (name: string) => request.form.find((candidate) => candidate.name === name)
  const [image, type, subfolder] = [part('image'), part('type')?.value ?? 'input', part('subfolder')?.value ?? '']
  const name = image?.fileName ?? ''
  uploads.set(`${subfolder}/${name}${type === 'input' ? '' : ` [${type}]`}`, image?.bytes ?? new Uint8Array())
  return { status: 200, json: { name, subfolder, type } }
}

async function playPrompt(request: StubRequest, context: StubContext): Promise<StubResponse> {
  const body = request.json as { prompt: PlayedGraph; prompt_id: string; client_id: string }
  const failure = sceneOf(context)
  if (failure?.response) return failure.response
  context.memory.set('running', body.prompt_id)
  context.memory.set('graph', body.prompt)
  await sendProgress(body.prompt_id, body.client_id, context)
  return { status: 200, json: { prompt_id: body.prompt_id, number: 1, node_errors: {} } }
}

async function sendProgress(promptId: string, clientId: string, context: StubContext): Promise<void> {
  const send = context.memory.get(`socket ${clientId}`) as ((frame: string | Uint8Array) => void) | undefined
  if (send === undefined) return
  const mine = { prompt_id: promptId }
  send(eventFrame('execution_start', mine))
  send(eventFrame('progress', { value: 1, max: 4, node: '5', ...mine }))
  send(eventFrame('progress', { value: 4, max: 4, node: '5', prompt_id: 'somebody-else' }))
  const knowsFlags = context.memory.get('knows feature flags') === true
  send(previewFrame(await context.image(3), knowsFlags ? promptId : null))
  send(eventFrame('progress', { value: 2, max: 4, node: '5', ...mine }))
}

function playHistory(promptId: string, context: StubContext): StubResponse {
  const polls = ((context.memory.get('looks') as number | undefined) ?? 0) + 1
  context.memory.set('looks', polls)
  const isMine = context.memory.get('running') === promptId
  if (context.scene === 'waiting' || polls < looksUntilDone || !isMine) return { status: 200, json: {} }
  context.memory.delete('running')
  const messages = sceneOf(context)?.messages
  const prompt = [1, promptId, context.memory.get('graph'), {}, ['9']]
  const images = [{ filename: 'ComfyUI_temp_abcde_00001_.png', subfolder: '', type: 'temp' }]
  const entry = messages
    ? { prompt, outputs: {}, status: { status_str: 'error', completed: false, messages } }
    : { prompt, outputs: { '9': { images } }, status: { status_str: 'success', completed: true, messages: [] } }
  return { status: 200, json: { [promptId]: entry } }
}

function sceneOf(context: StubContext) {
  return failures.find(({ name }) => context.scene === `failed:${name}`)
}
