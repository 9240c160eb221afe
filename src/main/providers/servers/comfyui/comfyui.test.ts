import { describe, expect, it } from 'vitest'
import { buildAdapterInput, buildInputImage } from '../../../../../test/support/build-adapter-input.ts'
import { jsonOf, createFakeCall } from '../../../../../test/support/fake-call.ts'
import { checkGraph } from '../../../../../test/support/services/comfyui/comfy-nodes.ts'
import type { AdapterInput } from '../../core/adapter.ts'
import type { CallRequest } from '../../core/call.ts'
import { buildGraph } from './build-graph.ts'
import type { ComfyGraph } from './comfy-graph.ts'
import { defineComfyCheckpoint } from './comfy-models.ts'
import { comfyui } from './comfyui.ts'

const ticket = '00000000-0000-4000-8000-000000000001'
const size = { widthPx: 832, heightPx: 1_216 }
const facts = { samplers: ['euler'], schedulers: ['karras'] }
const none = { source: null, mask: null }

function input(overrides: Partial<AdapterInput> = {}, name = 'xl.safetensors'): AdapterInput {
  return buildAdapterInput(defineComfyCheckpoint(name, name, facts), { size, ...overrides })
}

function nodesOf(graph: ComfyGraph): Record<string, Record<string, unknown>> {
  return Object.fromEntries(Object.values(graph).map((node) => [node.class_type, node.inputs]))
}

/** Returns the class of the node that feeds an input. */
function feeds(graph: ComfyGraph, classType: string, field: string): string | undefined {
  const link = nodesOf(graph)[classType]?.[field] as [string, number]
  return graph[link[0]]?.class_type
}

const image = (filename: string, type: string) => ({ filename, subfolder: '', type })

const combo = (choices: object) => ({
  KSampler: { input: { required: { sampler_name: choices, scheduler: choices } } },
})

describe('graph', () => {
  it('generates from a prompt', () => {
    const settings = {
      steps: 30,
      guidance: 5,
      negativePrompt: 'fog',
      options: { sampler_name: 'euler', scheduler: 'karras' },
    }
    const nodes = nodesOf(buildGraph(input(settings), 'xl.safetensors', none, 7))
    expect(nodes['CheckpointLoaderSimple']).toEqual({ ckpt_name: 'xl.safetensors' })
    expect(nodes['EmptyLatentImage']).toEqual({ width: 832, height: 1_216, batch_size: 1 })
    expect(nodes['KSampler']).toMatchObject({ seed: 7, steps: 30, cfg: 5, sampler_name: 'euler', denoise: 1 })
    expect(nodes['KSampler']).toMatchObject({ scheduler: 'karras' })
    expect(nodes['PreviewImage']).toBeDefined()
    expect(nodes['CLIPTextEncode']).toMatchObject({ text: 'fog' })
  })

  it.each([
    [{}, 3.5],
    [{ guidance: 30 }, 30],
  ])('guides FLUX with a FluxGuidance node: %j', (settings, guidance) => {
    const name = 'flux1-dev-fp8.safetensors'
    const graph = buildGraph(input(settings, name), name, none, 7)
    expect(nodesOf(graph)['KSampler']).toMatchObject({ cfg: 1, scheduler: 'simple' })
    expect(nodesOf(graph)['FluxGuidance']).toMatchObject({ guidance })
    expect(feeds(graph, 'KSampler', 'positive')).toBe('FluxGuidance')
    expect(feeds(graph, 'KSampler', 'negative')).toBe('CLIPTextEncode')
    expect(feeds(graph, 'KSampler', 'latent_image')).toBe('EmptySD3LatentImage')
    expect(checkGraph(graph)).toEqual([])
    expect(defineComfyCheckpoint(name, 'x', facts)).toMatchObject({
      hasNegativePrompt: false,
      guidance: { default: 3.5 },
      sizes: { multiplePx: 16 },
    })
  })

  it('gives SD 3.5 its default guidance and a negative prompt', () => {
    const name = 'sd3.5_large.safetensors'
    const graph = buildGraph(input({ negativePrompt: 'fog' }, name), name, none, 7)
    expect(nodesOf(graph)['KSampler']).toMatchObject({ cfg: 4 })
    expect(nodesOf(graph)['FluxGuidance']).toBeUndefined()
    expect(feeds(graph, 'KSampler', 'latent_image')).toBe('EmptySD3LatentImage')
    expect(checkGraph(graph)).toEqual([])
    expect(defineComfyCheckpoint(name, 'x', facts)).toMatchObject({ hasNegativePrompt: true, guidance: { default: 4 } })
    expect(defineComfyCheckpoint('z_image_turbo.safetensors', 'x', facts)).toMatchObject({ guidance: { default: 1 } })
  })

  it('chains LoRAs and encodes the prompt with the last one', () => {
    const loras = [
      { path: 'ink.safetensors', scale: 0.8 },
      { path: 'paper.safetensors', scale: 0.3 },
    ]
    const graph = buildGraph(input({ loras }), 'xl.safetensors', none, 7)
    expect(Object.values(graph).filter((node) => node.class_type === 'LoraLoader')).toHaveLength(2)
    expect(feeds(graph, 'KSampler', 'model')).toBe('LoraLoader')
    const last = nodesOf(graph)['LoraLoader']!
    expect(last).toMatchObject({ lora_name: 'paper.safetensors', strength_model: 0.3, strength_clip: 0.3 })
    expect(nodesOf(graph)['CLIPTextEncode']).toMatchObject({ clip: ['3', 1] })
  })

  it('starts from an image', () => {
    const graph = buildGraph(input({ strength: 0.4, size: null }), 'xl', { source: 'a/b.png [temp]', mask: null }, 7)
    expect(nodesOf(graph)['LoadImage']).toEqual({ image: 'a/b.png [temp]' })
    expect(feeds(graph, 'KSampler', 'latent_image')).toBe('VAEEncode')
    expect(nodesOf(graph)['KSampler']).toMatchObject({ denoise: 0.4 })
  })

  it.each([
    ['noise-mask', 'SetLatentNoiseMask', 0.5],
    ['empty', 'VAEEncodeForInpaint', 1],
    ['conditioning', 'InpaintModelConditioning', 0.5],
  ])('repaints the white area of the mask: %s', (inpaint_method, node, denoise) => {
    const edit = input({ strength: 0.5, options: { inpaint_method }, size: null })
    const graph = buildGraph(edit, 'xl', { source: 's.png', mask: 'm.png' }, 7)
    expect(nodesOf(graph)['LoadImageMask']).toEqual({ image: 'm.png', channel: 'red' })
    expect(feeds(graph, 'KSampler', 'latent_image')).toBe(node)
    expect(nodesOf(graph)['KSampler']).toMatchObject({ denoise })
    expect(feeds(graph, node, 'mask')).toBe('LoadImageMask')
  })
})

describe('a source of another size', () => {
  it('is scaled on the server together with its mask', () => {
    const edit = input({ operation: 'edit', source: buildInputImage(1), mask: buildInputImage(2) })
    const graph = buildGraph(edit, 'xl', { source: 's.png', mask: 'm.png' }, 7)
    expect(Object.values(graph).filter((node) => node.class_type === 'ImageScale')).toHaveLength(2)
    expect(nodesOf(graph)['ImageScale']).toMatchObject({ width: 832, height: 1_216, crop: 'disabled' })
    expect(feeds(graph, 'VAEEncode', 'pixels')).toBe('ImageScale')
    expect(feeds(graph, 'SetLatentNoiseMask', 'mask')).toBe('ImageToMask')
    expect(nodesOf(graph)['ImageToMask']).toMatchObject({ channel: 'red' })
    expect(feeds(graph, 'ImageToMask', 'image')).toBe('ImageScale')
  })
})

/** A server with one running prompt, `mine`. */
function server(responses: Readonly<Record<string, object>> = {}) {
  const answers: Readonly<Record<string, object>> = {
    '/prompt': { prompt_id: 'mine', number: 1, node_errors: {} },
    '/upload/image': { name: 'got (1).png', subfolder: 'atelier', type: 'temp' },
    '/queue': { queue_running: [[1, 'mine', {}, {}, []]], queue_pending: [] },
    '/history/mine': {},
    '/interrupt': {},
    ...responses,
  }
  return (request: CallRequest) => {
    const response = answers[request.path]
    return response === undefined ? { status: 404, json: {} } : { json: response }
  }
}

const entry = (fields: object) => ({ '/history/mine': { mine: fields } })

describe('submit', () => {
  it('uploads images first and uses the names and prompt id of the server', async () => {
    const call = createFakeCall(server())
    const edit = { operation: 'edit', source: buildInputImage(1), mask: buildInputImage(2), size: null } as const
    const state = await comfyui.submit(input({ ...edit, wantsPreviews: true }), call)
    expect(state).toEqual({ type: 'waiting', handle: 'mine', progress: 0 })
    expect(call.requests.map(({ path, isPaid }) => [path, isPaid ?? false])).toEqual([
      ['/upload/image', false],
      ['/upload/image', false],
      ['/prompt', true],
    ])
    const body = jsonOf(call.requests[2]) as { prompt: ComfyGraph }
    expect(body).toMatchObject({ client_id: ticket, prompt_id: ticket, extra_data: { preview_method: 'auto' } })
    expect(nodesOf(body.prompt)['LoadImage']).toEqual({ image: 'atelier/got (1).png [temp]' })
  })

  it('cancels a prompt that is only partly valid', async () => {
    const error = { type: 'x', message: 'Value not in list', details: 'lora_name' }
    const node_errors = { '4': { class_type: 'LoraLoader', errors: [error] } }
    const call = createFakeCall(server({ '/prompt': { prompt_id: 'mine', number: 1, node_errors } }))
    expect(await comfyui.submit(input(), call)).toEqual({
      type: 'failed',
      message: 'LoraLoader: Value not in list (lora_name)',
      isBilled: 'no',
    })
    expect(call.requests.map(({ path }) => path)).toEqual(['/prompt', '/queue', '/queue', '/interrupt'])
  })

  it('uses the first checkpoint by default and fails when there is none', async () => {
    const first = buildAdapterInput(comfyui.models[0]!, { size })
    const call = createFakeCall(server({ '/models/checkpoints': ['a.safetensors', 'b.safetensors'] }))
    await comfyui.submit(first, call)
    expect(JSON.stringify(jsonOf(call.requests[1]))).toContain('a.safetensors')
    const empty = createFakeCall(server({ '/models/checkpoints': [] }))
    await expect(comfyui.submit(first, empty)).rejects.toMatchObject({ code: 'provider/unknown-model' })
  })
})

describe('poll', () => {
  it('reports a running prompt or its position in the queue', async () => {
    expect(await comfyui.poll?.('mine', createFakeCall(server()))).toEqual({
      type: 'waiting',
      handle: 'mine',
      progress: null,
    })
    const queue_pending = [
      [9, 'later'],
      [7, 'mine'],
      [5, 'sooner'],
    ]
    const waiting = server({ '/queue': { queue_running: [[1, 'other']], queue_pending } })
    expect(await comfyui.poll?.('mine', createFakeCall(waiting))).toMatchObject({
      type: 'waiting',
      note: '2 ahead in the queue',
    })
  })

  it('downloads saved images in preference to previews, with their seed', async () => {
    const done = entry({
      prompt: [1, 'mine', { '5': { class_type: 'KSampler', inputs: { seed: 77 } } }, {}, []],
      outputs: {
        '8': { images: [image('step.png', 'temp')] },
        '9': { images: [image('final.png', 'output')], text: ['x'] },
        '10': { audio: [{ filename: 'a.flac' }], images: 'nonsense' },
      },
      status: { status_str: 'success', messages: [] },
    })
    const call = createFakeCall((request) =>
      request.path === '/view' ? { bytes: new Uint8Array([1, 2]), mime: 'image/png' } : server(done)(request),
    )
    expect(await comfyui.poll?.('mine', call)).toEqual({
      type: 'done',
      images: [{ bytes: new Uint8Array([1, 2]), mime: 'image/png', seed: 77 }],
      costUsd: 0,
    })
    expect(call.requests.at(-1)?.query).toEqual({ filename: 'final.png', subfolder: '', type: 'output' })
    const marked = { '8': { class_type: 'PreviewImage', inputs: {}, _meta: { title: 'Atelier: Result' } } }
    const history = Object.values(done)[0] as { mine: object }
    const chosen = entry({ ...history.mine, prompt: [1, 'mine', marked] })
    const second = createFakeCall((request) => (request.path === '/view' ? {} : server(chosen)(request)))
    await comfyui.poll?.('mine', second)
    expect(second.requests.at(-1)?.query).toMatchObject({ filename: 'step.png' })
  })

  it.each([
    [{ status: { status_str: 'error', messages: [['execution_interrupted', {}]] } }, { type: 'cancelled' }],
    [
      {
        status: {
          status_str: 'error',
          messages: [['execution_error', { node_type: 'VAEDecode', exception_message: 'NaN\n' }]],
        },
      },
      { type: 'failed', message: 'VAEDecode: NaN', isBilled: 'no' },
    ],
    [{ outputs: {}, status: { status_str: 'success' } }, { type: 'failed' }],
    [{ outputs: { '9': { images: [{ filename: 'gone.png' }] } } }, { type: 'expired' }],
  ])('maps %j to %j', async (fields, state) => {
    expect(await comfyui.poll?.('mine', createFakeCall(server(entry(fields))))).toMatchObject(state)
  })

  it('reports a prompt as expired after a server restart', async () => {
    const lost = createFakeCall(server({ '/queue': { queue_running: [], queue_pending: [] } }))
    expect(await comfyui.poll?.('mine', lost)).toMatchObject({ type: 'expired' })
    expect(lost.requests.map(({ path }) => path)).toEqual(['/history/mine', '/queue', '/history/mine'])
  })
})

describe('cancel', () => {
  it('removes the prompt from the queue and interrupts only its own run', async () => {
    const running = createFakeCall(server())
    await comfyui.cancel?.('mine', running)
    expect(running.requests.map(({ method, path }) => `${method} ${path}`)).toEqual([
      'POST /queue',
      'GET /queue',
      'POST /interrupt',
    ])
    expect(jsonOf(running.requests[0])).toEqual({ delete: ['mine'] })
    expect(jsonOf(running.requests[2])).toEqual({ prompt_id: 'mine' })
    const others = createFakeCall(server({ '/queue': { queue_running: [[1, 'other']], queue_pending: [] } }))
    await comfyui.cancel?.('mine', others)
    expect(others.requests.some(({ path }) => path === '/interrupt')).toBe(false)
  })
})

describe('model list', () => {
  it.each([
    ['old nodes', [['euler', 'dpm'], {}]],
    ['new nodes', ['COMBO', { options: ['euler', 'dpm'], default: 'dpm' }]],
  ])('is read from %s', async (_name, choices) => {
    const answers = { '/models/checkpoints': ['xl/a.safetensors'], '/object_info/KSampler': combo(choices) }
    const list = await comfyui.listModels?.(createFakeCall(server(answers)))
    expect(list?.models.map(({ id, label, origin }) => [id, label, origin])).toEqual([
      ['first-checkpoint', 'First checkpoint', 'live'],
      ['xl/a.safetensors', 'xl/a', 'live'],
    ])
    expect(list?.models[1]?.options[0]).toMatchObject({
      name: 'sampler_name',
      choices: [{ value: 'euler' }, { value: 'dpm' }],
    })
  })

  it('falls back to the checkpoint loader when the models route is missing', async () => {
    const loader = { CheckpointLoaderSimple: { input: { required: { ckpt_name: [['a.ckpt']] } } } }
    const answers = { '/object_info/CheckpointLoaderSimple': loader, '/object_info/KSampler': {} }
    const list = await comfyui.listModels?.(createFakeCall(server(answers)))
    expect(list?.models.at(-1)).toMatchObject({ id: 'a.ckpt', options: [{ name: 'inpaint_method' }] })
  })
})
