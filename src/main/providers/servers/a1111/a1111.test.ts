import { describe, expect, it } from 'vitest'
import { buildAdapterInput, buildInputImage } from '../../../../../test/support/build-adapter-input.ts'
import { jsonOf, createFakeCall } from '../../../../../test/support/fake-call.ts'
import type { AdapterInput } from '../../core/adapter.ts'
import type { CallRequest } from '../../core/call.ts'
import { readA1111Response } from './a1111-response.ts'
import { a1111 } from './a1111.ts'
import { defineCheckpoint } from './a1111-models.ts'
import { readA1111Failure } from './a1111.ts'
import { toA1111Request } from './a1111-request.ts'

const checkpoint = {
  title: 'xl/juggernaut.safetensors [d91d35736d]',
  model_name: 'xl_juggernaut',
  hash: 'd91d35736d',
  sha256: 'd91d35736d8f2be038f760a9b0009a771ecf0a417e9b38c244a84ea4cb9c0c45',
}
const size = { widthPx: 832, heightPx: 1_216 }

function input(overrides: Partial<AdapterInput> = {}, id = 'xl_juggernaut'): AdapterInput {
  return buildAdapterInput(defineCheckpoint(id, id), { size, ...overrides })
}

const base64 = (mark: number) => Buffer.from(buildInputImage(mark).bytes).toString('base64')

const response = (info: object | string, images: string[] | null = ['YQ==', 'Yg==']) => ({
  images,
  info: typeof info === 'string' ? info : JSON.stringify(info),
})

const server = (request: CallRequest) =>
  request.path === '/sdapi/v1/sd-models'
    ? { json: [checkpoint] }
    : { json: { images: ['YQ=='], info: '{"all_seeds":[1],"sd_model_name":"juggernaut"}' } }

const progress = (fields: object) => (request: CallRequest) =>
  request.path === '/internal/progress' ? { json: { active: true, queued: false, ...fields } } : { json: {} }

const common = (request: CallRequest) =>
  request.path === '/internal/progress'
    ? { status: 404, json: { detail: 'Not Found' } }
    : { json: { progress: 0.2, state: { job_count: 1 }, current_image: 'YQ==' } }

const read = (status: number, json: unknown) => readA1111Failure({ status, headers: {}, json, text: '' })

describe('requests', () => {
  it('generate several images one after the other with a task id', () => {
    const settings = { n: 3, seed: 7, steps: 30, guidance: 5.5, negativePrompt: 'fog', ticket: 'abc' }
    const options = { sampler_name: 'Euler a', scheduler: 'karras', keep_model: true, inpainting_fill: 2 }
    expect(toA1111Request(input({ ...settings, options }), checkpoint)).toEqual({
      path: '/sdapi/v1/txt2img',
      json: {
        prompt: 'a blue cup',
        negative_prompt: 'fog',
        seed: 7,
        steps: 30,
        cfg_scale: 5.5,
        width: 832,
        height: 1_216,
        n_iter: 3,
        batch_size: 1,
        sampler_name: 'Euler a',
        scheduler: 'karras',
        send_images: true,
        save_images: false,
        force_task_id: 'task(abc)',
        override_settings: { sd_model_checkpoint: checkpoint.title },
        override_settings_restore_afterwards: false,
      },
    })
  })

  it('keep the loaded model, or restore it afterwards when requested', () => {
    expect(JSON.stringify(toA1111Request(input(), null))).not.toContain('override')
    expect(toA1111Request(input({ options: { keep_model: false } }), checkpoint).json).toMatchObject({
      override_settings_restore_afterwards: true,
    })
  })

  it('append LoRAs to the prompt', () => {
    const loras = [
      { path: 'ink.safetensors', scale: 0.8 },
      { path: 'a<b>:c', scale: -1 },
    ]
    expect(toA1111Request(input({ loras }), null).json).toMatchObject({
      prompt: 'a blue cup <lora:ink:0.8> <lora:abc:-1>',
    })
  })

  it('repaint white at the source size and override every API default', () => {
    const edit = { operation: 'edit', source: buildInputImage(1), mask: buildInputImage(2), size: null } as const
    const { path, json } = toA1111Request(input({ ...edit, strength: 0.5, options: { inpainting_fill: 2 } }), null)
    expect(path).toBe('/sdapi/v1/img2img')
    expect(json).toMatchObject({
      init_images: [base64(1)],
      mask: base64(2),
      width: 64,
      height: 64,
      denoising_strength: 0.5,
      inpainting_fill: 2,
      inpaint_full_res: false,
      inpaint_full_res_padding: 32,
      inpainting_mask_invert: 0,
      mask_blur: 0,
      mask_round: false,
    })
  })
})

describe('default values', () => {
  it('are sent, because the API has different ones', () => {
    const edit = { operation: 'edit', source: buildInputImage(1) } as const
    expect(toA1111Request(input(edit), null).json).toMatchObject({ steps: 25, cfg_scale: 7, denoising_strength: 0.75 })
  })

  it('differ for FLUX models on Forge', () => {
    const card = defineCheckpoint('flux1-dev-bnb-nf4-v2', 'FLUX', { samplers: [], schedulers: [], isForge: true })
    expect(card).toMatchObject({ hasNegativePrompt: false, guidance: { default: 1 } })
    expect(toA1111Request(buildAdapterInput(card, { size }), null).json).toMatchObject({ cfg_scale: 1 })
    expect(defineCheckpoint('flux1-dev', 'FLUX')).toMatchObject({ hasNegativePrompt: true, guidance: { default: 7 } })
  })
})

describe('responses', () => {
  it('return one image per seed, without the leading grid and trailing maps', () => {
    const info = { seed: 1, all_seeds: [1, 2], index_of_first_image: 1, sd_model_name: 'juggernaut' }
    expect(readA1111Response(response(info, ['Zw==', 'YQ==', 'Yg==', 'bWFw']), checkpoint)).toEqual({
      type: 'done',
      images: [
        { base64: 'YQ==', seed: 1 },
        { base64: 'Yg==', seed: 2 },
      ],
      costUsd: 0,
    })
  })

  it('are accepted without info', () => {
    expect(readA1111Response(response('', ['data:image/png;base64,YQ==']), checkpoint)).toMatchObject({
      images: [{ base64: 'YQ==', seed: null }],
    })
  })

  it.each([
    [{ sd_model_name: 'juggernaut' }, undefined],
    [{ sd_model_name: 'xl_juggernaut' }, undefined],
    [{ sd_model_hash: 'd91d35736d' }, undefined],
    [{}, undefined],
    [{ sd_model_name: 'v1-5-pruned', sd_model_hash: 'e1441589a6' }, 'v1-5-pruned'],
    [{ sd_model_hash: 'e1441589a6' }, 'e1441589a6'],
  ])('generated with %j are kept, and name another model than the requested one: %s', (info, servedModel) => {
    const state = readA1111Response(response(info), checkpoint)
    expect(state).toMatchObject({ type: 'done', images: [{ base64: 'YQ==' }, { base64: 'Yg==' }] })
    expect('servedModel' in state ? state.servedModel : undefined).toBe(servedModel)
  })

  it.each([{ index_of_first_image: 7 }, { index_of_first_image: -1 }, { index_of_first_image: 2, all_seeds: [1] }])(
    'are kept when their info leaves none: %j',
    (info) => {
      expect(readA1111Response(response(info), checkpoint)).toMatchObject({
        type: 'done',
        images: [{ base64: 'YQ==' }, { base64: 'Yg==' }],
      })
    },
  )

  it('without images after an interruption are canceled', () => {
    expect(readA1111Response(response({ all_seeds: [1] }, []), null)).toEqual({ type: 'cancelled' })
  })
})

describe('the checkpoint', () => {
  it('is looked up by name and requested by title', async () => {
    const call = createFakeCall(server)
    expect(await a1111.submit(input(), call)).toMatchObject({ type: 'done' })
    expect(jsonOf(call.requests[1])).toMatchObject({ override_settings: { sd_model_checkpoint: checkpoint.title } })
    expect(call.requests.map((request) => request.isPaid ?? false)).toEqual([false, true])
  })

  it('stops the request when it is missing', async () => {
    const call = createFakeCall(server)
    await expect(a1111.submit(input({}, 'gone'), call)).rejects.toMatchObject({ code: 'provider/unknown-model' })
    expect(call.requests.map((request) => request.path)).toEqual(['/sdapi/v1/sd-models'])
  })
})

describe('a running task', () => {
  it('is watched by its task id, with its preview', async () => {
    const call = createFakeCall(progress({ progress: 0.4, live_preview: 'data:image/jpeg;base64,YQ==' }))
    expect(await a1111.watch?.('abc', call)).toEqual({
      progress: 0.4,
      preview: { bytes: new Uint8Array([97]), mime: 'image/jpeg' },
    })
    expect(jsonOf(call.requests[0])).toMatchObject({ id_task: 'task(abc)' })
    expect(await a1111.watch?.('abc', createFakeCall(progress({ active: false, queued: true })))).toBeNull()
  })

  it('is watched through the common route when there is no other', async () => {
    expect(await a1111.watch?.('abc', createFakeCall(common))).toMatchObject({ progress: 0.2 })
  })

  it.each([
    ['active', { active: true }, true],
    ['queued', { active: false, queued: true }, false],
    ['finished', { active: false }, false],
  ])('is %s: interrupts only when active', async (_name, state, isStopped) => {
    const call = createFakeCall(progress(state))
    await a1111.cancel?.('abc', call)
    expect(call.requests.some((request) => request.path === '/sdapi/v1/interrupt')).toBe(isStopped)
  })

  it('of unknown ownership is not interrupted', async () => {
    const call = createFakeCall(() => ({ status: 404, json: { detail: 'Not Found' } }))
    await a1111.cancel?.('abc', call)
    expect(call.requests).toHaveLength(1)
  })
})

describe('model list', () => {
  it('creates a card for every checkpoint with the samplers of the server', async () => {
    const answers: Record<string, object> = {
      '/sdapi/v1/sd-models': [checkpoint, { title: 'v1-5.ckpt', model_name: 'v1-5' }],
      '/sdapi/v1/samplers': [{ name: 'Euler a' }],
      '/sdapi/v1/schedulers': [{ name: 'karras' }],
    }
    const list = await a1111.listModels?.(
      createFakeCall(({ path }) => (answers[path] ? { json: answers[path] } : { status: 404, json: {} })),
    )
    expect(list?.models.map((card) => [card.id, card.origin, 'default' in card.sizes && card.sizes.default])).toEqual([
      ['loaded-checkpoint', 'live', { widthPx: 1_024, heightPx: 1_024 }],
      ['xl_juggernaut', 'live', { widthPx: 1_024, heightPx: 1_024 }],
      ['v1-5', 'live', { widthPx: 512, heightPx: 512 }],
    ])
    const names = list?.models[1]?.options.map((option) => option.name)
    expect(names).toEqual(expect.arrayContaining(['sampler_name', 'scheduler']))
    expect(names).not.toContain('distilled_cfg_scale')
  })
})

describe('check', () => {
  it.each([
    ['/sdapi/v1/sd-modules', 'Forge'],
    ['/sdapi/v1/version', 'SD.Next'],
    ['/sdcpp/v1/capabilities', 'stable-diffusion.cpp'],
    ['/nothing/else', 'AUTOMATIC1111'],
  ])('recognizes a server with %s', async (route, name) => {
    const call = createFakeCall(({ path }) => {
      if (path === '/sdapi/v1/sd-models') return { json: [checkpoint] }
      return path === route ? { json: {} } : { status: 404, json: { detail: 'Not Found' } }
    })
    const { message } = await a1111.check(call)
    expect(message).toMatch(new RegExp(`^${name}.* found\\. Checkpoints: 1\\.$`))
  })
})

describe('readA1111Failure', () => {
  it('finds the message in any field', () => {
    expect(read(500, { error: 'X', detail: '', errors: 'CUDA out of memory. Tried' })).toMatchObject({
      code: 'provider/task-failed',
      message: 'CUDA out of memory. Tried A smaller image, or fewer images at once, needs less memory.',
    })
    expect(read(400, { error: 'Init image is none' })).toMatchObject({ message: 'Init image is none' })
    expect(read(502, null)).toMatchObject({ code: 'provider/unavailable', isBilled: 'no' })
  })
})
