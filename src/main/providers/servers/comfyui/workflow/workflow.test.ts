import { describe, expect, it } from 'vitest'
import { buildAdapterInput, buildInputImage } from '../../../../../../test/support/build-adapter-input.ts'
import { jsonOf, createFakeCall } from '../../../../../../test/support/fake-call.ts'
import { AppError } from '../../../../../shared/errors/index.ts'
import type { ComfyGraph } from '../comfy-graph.ts'
import { comfyui } from '../comfyui.ts'
import { findSlots, type Slot } from './find-slots.ts'
import { parseWorkflow } from './workflow.ts'

const path = '/home/ana/Work Flows/portrait v2.json'
const modelId = `workflow:${path}`

/** ComfyUI's first example as exported, with a second pass and FLUX guidance if a test needs them. */
const generate = {
  '3': {
    class_type: 'KSampler',
    inputs: {
      seed: 5,
      steps: 20,
      cfg: 8,
      denoise: 1,
      model: ['4', 0],
      positive: ['6', 0],
      negative: ['7', 0],
      latent_image: ['5', 0],
    },
    _meta: { title: 'KSampler' },
  },
  '4': { class_type: 'CheckpointLoaderSimple', inputs: { ckpt_name: 'a.safetensors' } },
  '5': { class_type: 'EmptyLatentImage', inputs: { width: 768, height: 512, batch_size: 1 } },
  '6': { class_type: 'CLIPTextEncode', inputs: { text: 'beautiful scenery', clip: ['4', 1] } },
  '7': { class_type: 'CLIPTextEncode', inputs: { text: 'text, watermark', clip: ['4', 1] } },
  '8': { class_type: 'VAEDecode', inputs: { samples: ['3', 0], vae: ['4', 2] } },
  '9': { class_type: 'SaveImage', inputs: { filename_prefix: 'ComfyUI', images: ['8', 0] } },
} satisfies ComfyGraph

const inpaint = {
  ...generate,
  '5': { class_type: 'SetLatentNoiseMask', inputs: { samples: ['12', 0], mask: ['11', 0] } },
  '10': { class_type: 'LoadImage', inputs: { image: 'example.png' } },
  '11': { class_type: 'LoadImageMask', inputs: { image: 'mask.png', channel: 'red' } },
  '12': { class_type: 'VAEEncode', inputs: { pixels: ['10', 0], vae: ['4', 2] } },
} satisfies ComfyGraph

/** The format of the mask editor: one image, whose transparent part is the mask. */
const inSource = {
  ...inpaint,
  '5': { class_type: 'SetLatentNoiseMask', inputs: { samples: ['12', 0], mask: ['10', 1] } },
  '11': { class_type: 'Note', inputs: {} },
} satisfies ComfyGraph

const loads = (title: string) => ({ class_type: 'LoadImage', inputs: { image: 'a.png' }, _meta: { title } })

const fieldsOf = (slots: readonly Slot[]) => slots.map(({ node, field }) => `${node}.${field}`)

function withNodes(nodes: ComfyGraph): ComfyGraph {
  return { ...structuredClone(generate), ...nodes }
}

function callFor(graph: object, answers: Readonly<Record<string, object>> = {}) {
  return createFakeCall(
    (request) => ({ json: answers[request.path] ?? { name: 'up.png', subfolder: 'atelier', type: 'temp' } }),
    { readText: async (file) => (file === path ? JSON.stringify(graph) : '') },
  )
}

describe('workflow slots', () => {
  it('are found by the role of core nodes', () => {
    const slots = findSlots(generate)
    expect(fieldsOf(slots.prompt)).toEqual(['6.text'])
    expect(fieldsOf(slots.negative)).toEqual(['7.text'])
    expect(fieldsOf(slots.seed)).toEqual(['3.seed'])
    expect([slots.steps, slots.guidance, slots.width, slots.height].flatMap(fieldsOf)).toEqual([
      '3.steps',
      '3.cfg',
      '5.width',
      '5.height',
    ])
    // Without an image to start from, a strength would only degrade the noise.
    expect([slots.strength, slots.source, slots.mask].flatMap(fieldsOf)).toEqual([])
  })

  it('are taken from node titles first', () => {
    const slots = findSlots(
      withNodes({
        '20': { class_type: 'MyOwnText', inputs: { text: 'a' }, _meta: { title: 'atelier:prompt' } },
        '21': { class_type: 'PrimitiveInt', inputs: { value: 4 }, _meta: { title: ' Atelier:Steps ' } },
        '22': { class_type: 'Resolution', inputs: { width: 1, height: 1 }, _meta: { title: 'atelier:size' } },
      }),
    )
    expect([slots.prompt, slots.steps, slots.width, slots.height].flatMap(fieldsOf)).toEqual([
      '20.text',
      '21.value',
      '22.width',
      '22.height',
    ])
    expect(fieldsOf(slots.negative)).toEqual(['7.text'])
  })

  it('exclude images that are titled for another role', () => {
    const slots = findSlots(
      withNodes({
        '10': loads('Atelier:Mask'),
        '11': loads('the portrait'),
        '12': { class_type: 'ImageToMask', inputs: { image: ['10', 0], channel: 'red' } },
      }),
    )
    expect([slots.source, slots.mask].flatMap(fieldsOf)).toEqual(['11.image', '10.image'])
    expect(slots.maskKind).toBe('white-file')
  })

  it('are traced through nodes between the prompt and the sampler', () => {
    const sampler = structuredClone(generate['3'])
    const slots = findSlots(
      withNodes({
        '3': { ...sampler, inputs: { ...sampler.inputs, positive: ['30', 0], negative: ['31', 0], seed: ['33', 0] } },
        '30': { class_type: 'ControlNetApplyAdvanced', inputs: { positive: ['32', 0], negative: ['7', 0] } },
        '31': { class_type: 'ConditioningZeroOut', inputs: { conditioning: ['6', 0] } },
        '32': { class_type: 'FluxGuidance', inputs: { conditioning: ['6', 0], guidance: 3.5 } },
        '33': { class_type: 'PrimitiveInt', inputs: { value: 9 } },
        '6': { class_type: 'CLIPTextEncodeFlux', inputs: { clip_l: 'a', t5xxl: ['34', 0], clip: ['4', 1] } },
        '34': { class_type: 'PrimitiveString', inputs: { value: 'b' } },
      }),
    )
    expect(fieldsOf(slots.prompt)).toEqual(['6.clip_l', '34.value'])
    expect(slots.negative).toEqual([])
    expect(fieldsOf(slots.seed)).toEqual(['33.value'])
    expect(fieldsOf(slots.guidance)).toEqual(['32.guidance'])
  })

  it('skip values that two samplers share, except the seed', () => {
    const slots = findSlots(withNodes({ '13': structuredClone(generate['3']) }))
    expect(fieldsOf(slots.seed)).toEqual(['3.seed', '13.seed'])
    expect([slots.steps, slots.guidance].flatMap(fieldsOf)).toEqual([])
  })

  it('are empty for a circular workflow', () => {
    const circle = { class_type: 'ConditioningCombine', inputs: { conditioning_1: ['6', 0] } }
    expect(findSlots(withNodes({ '6': circle })).prompt).toEqual([])
  })

  it.each([
    ['a separate file', inpaint, 'white-file', ['11.image']],
    ['the transparent part of the source', inSource, 'in-source', ['10.image']],
    ['the alpha of a file', withChannel('alpha'), 'transparent-file', ['11.image']],
  ])('read a mask as %s', (_name, graph, kind, where) => {
    const slots = findSlots(graph)
    expect(slots.maskKind).toBe(kind)
    expect(fieldsOf(slots.mask)).toEqual(where)
    expect(fieldsOf(slots.source)).toEqual(['10.image'])
    expect(fieldsOf(slots.strength)).toEqual(['3.denoise'])
  })
})

function withChannel(channel: string): ComfyGraph {
  return { ...inpaint, '11': { class_type: 'LoadImageMask', inputs: { image: 'mask.png', channel } } }
}

describe('the card of a workflow', () => {
  it('lists what the workflow supports', async () => {
    const card = await comfyui.describeModel?.(modelId, callFor(generate))
    expect(card).toMatchObject({
      id: modelId,
      label: 'portrait v2',
      note: 'Your own workflow. Atelier fills in: prompt, negative prompt, seed, steps, guidance scale, size.',
      canGenerate: true,
      edits: 'no',
      mask: 'no',
      prompt: 'optional',
      hasNegativePrompt: true,
      seed: 'yes',
      steps: { min: 1, max: 1_000, default: 20 },
      guidance: { default: 8 },
      sizes: { kind: 'grid', default: { widthPx: 768, heightPx: 512 } },
      input: null,
      origin: 'added',
    })
  })

  it('requires the source and the mask of an editing workflow', async () => {
    expect(await comfyui.describeModel?.(modelId, callFor(inpaint))).toMatchObject({
      canGenerate: false,
      edits: 'strength',
      mask: 'hard',
      maskPolarity: 'white',
      needsMask: true,
      picturesMin: 1,
      sizes: { kind: 'source' },
    })
    expect(await comfyui.describeModel?.(modelId, callFor(inSource))).toMatchObject({ maskPolarity: 'transparent' })
  })

  it.each([
    ['{', 'It is not a JSON file.'],
    ['{"nodes":[],"links":[],"version":0.4}', 'Export (API)'],
    ['{}', 'It contains no ComfyUI nodes.'],
    ['{"a":{"class_type":"SaveImage"}}', 'It contains no ComfyUI nodes.'],
  ])('cannot be created from %s', (text, reason) => {
    expect(() => parseWorkflow(text, 'x')).toThrow(reason)
    expect(() => parseWorkflow(text, 'x')).toThrow(AppError)
  })

  it('fails with advice when nothing can be filled in and passes on file errors', async () => {
    const bare = { '9': { class_type: 'SaveImage', inputs: {} } }
    await expect(comfyui.describeModel?.(modelId, callFor(bare))).rejects.toThrow('atelier:prompt')
    const gone = createFakeCall(() => ({}), {
      readText: () => Promise.reject(new AppError('storage/not-found', 'Gone.')),
    })
    await expect(comfyui.describeModel?.(modelId, gone)).rejects.toMatchObject({ code: 'storage/not-found' })
  })
})

describe('submitting a workflow', () => {
  const submitted = { '/prompt': { prompt_id: 'mine', number: 1, node_errors: [] } }

  async function send(graph: ComfyGraph, overrides: Parameters<typeof buildAdapterInput>[1]) {
    const card = await comfyui.describeModel!(modelId, callFor(graph))
    const call = callFor(graph, submitted)
    expect(await comfyui.submit(buildAdapterInput(card, overrides), call)).toMatchObject({
      type: 'waiting',
      handle: 'mine',
    })
    const body = jsonOf(call.requests.at(-1)) as { prompt: ComfyGraph }
    return { requests: call.requests, prompt: body.prompt }
  }

  it('fills in the request and keeps the rest of the file', async () => {
    const size = { widthPx: 512, heightPx: 640 }
    const { prompt } = await send(generate, { prompt: '', negativePrompt: 'fog', seed: 42, steps: 8, size })
    expect(prompt).toEqual({
      ...generate,
      '3': { ...generate['3'], inputs: { ...generate['3'].inputs, seed: 42, steps: 8 } },
      '5': { ...generate['5'], inputs: { width: 512, height: 640, batch_size: 1 } },
      '7': { ...generate['7'], inputs: { text: 'fog', clip: ['4', 1] } },
    })
  })

  const edit = { operation: 'edit', source: buildInputImage(1), mask: buildInputImage(2), strength: 0.3 } as const

  it('loads the uploaded source and mask', async () => {
    const { prompt, requests } = await send(inpaint, edit)
    expect(requests.map((request) => request.path)).toEqual(['/upload/image', '/upload/image', '/prompt'])
    expect(prompt['10']?.inputs).toEqual({ image: 'atelier/up.png [temp]' })
    expect(prompt['11']?.inputs).toEqual({ image: 'atelier/up.png [temp]', channel: 'red' })
    expect(prompt['3']?.inputs['denoise']).toBe(0.3)
  })

  it('fails when the images of the file have changed', async () => {
    const card = await comfyui.describeModel!(modelId, callFor(inpaint))
    for (const changed of [inSource, generate]) {
      const call = callFor(changed, submitted)
      const sent = comfyui.submit(buildAdapterInput(card, edit), call)
      await expect(sent).rejects.toThrow('Choose the workflow again')
      expect(call.requests).toEqual([])
    }
  })

  it('composites the mask into the source on the server when one image holds both', async () => {
    const { prompt, requests } = await send(inSource, edit)
    expect(requests.map((request) => request.path)).toEqual(['/upload/image', '/upload/mask', '/prompt'])
    const form = requests[1]?.body && 'form' in requests[1].body ? requests[1].body.form : []
    expect(form.find((part) => part.name === 'original_ref')).toMatchObject({
      value: '{"filename":"up.png","subfolder":"atelier","type":"temp"}',
    })
    expect(prompt['10']?.inputs).toEqual({ image: 'atelier/up.png [temp]' })
  })
})
