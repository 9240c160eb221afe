import { describe, expect, it } from 'vitest'
import { buildAdapterInput } from '../../../../../test/support/build-adapter-input.ts'
import type { ModelCard } from '../../../../shared/domain/model-card.ts'
import type { AdapterInput, InputImage } from '../../core/adapter.ts'
import { choiceOption, numberOption, switchOption, textOption } from '../../core/define-model.ts'
import { specialField, type InputField } from './input-shape.ts'
import { shapeInput } from './input-shape.ts'
import { modelFromInput } from './model-from-input.ts'
import { writeInput } from './write-input.ts'

const inputImage: InputImage = { bytes: new Uint8Array(1), mime: 'image/png', widthPx: 640, heightPx: 480 }

function write(fields: readonly InputField[], overrides: Partial<AdapterInput>, card: Partial<ModelCard> = {}) {
  const shape = shapeInput(fields)
  const model = modelFromInput(shape, { id: 'a/b', label: 'B', price: { per: 'free' }, ...card })
  const input = buildAdapterInput(model, { prompt: 'a lighthouse', ...overrides })
  const references = input.references.map((_, at) => `reference-${at + 1}`)
  return writeInput(shape, input, { source: input.source && 'source', references, mask: input.mask && 'mask' })
}

const prompt = textOption('prompt', 'Prompt', { isRequired: true })
const ratio = choiceOption('aspect_ratio', 'Shape', ['1:1', '4:3', 'match_input_image'], { default: '1:1' })
const image = specialField('picture', 'image_url', { isRequired: true })

describe('fields', () => {
  it('are written only when the model has them', () => {
    expect(write([prompt], { seed: 5, steps: 3, negativePrompt: 'no', stylePreset: 'x' })).toEqual({
      prompt: 'a lighthouse',
    })
  })

  it('omit an empty prompt unless it is required', () => {
    expect(write([textOption('prompt', 'Prompt')], { prompt: '' })).toEqual({})
    expect(write([prompt], { prompt: '' })).toEqual({ prompt: '' })
  })

  it('include known options only', () => {
    const fields = [prompt, switchOption('raw', 'Raw', false)]
    expect(write(fields, { options: { raw: true, made_up: 3 } })).toEqual({ prompt: 'a lighthouse', raw: true })
  })

  it('request lossless output in the spelling of the service', () => {
    expect(write([choiceOption('output_format', 'File type', ['webp', 'jpg', 'png'])], {})).toEqual({
      output_format: 'png',
    })
    expect(write([choiceOption('output_format', 'File type', ['webp', 'jpg', 'png'])], { format: 'jpeg' })).toEqual({
      output_format: 'jpg',
    })
    expect(write([choiceOption('output_format', 'File type', ['jpeg'])], {})).toEqual({})
  })
})

describe('sizes', () => {
  it('are written as an object, two numbers, a name or an aspect ratio', () => {
    const size = { widthPx: 1024, heightPx: 768 }
    expect(write([specialField('size', 'image_size')], { size })).toEqual({ image_size: { width: 1024, height: 768 } })
    expect(write([numberOption('width', 'Width'), numberOption('height', 'Height')], { size })).toEqual({
      width: 1024,
      height: 768,
    })
    expect(write([choiceOption('size', 'Size', ['1024x1024', '1024x768'])], { size })).toEqual({ size: '1024x768' })
    expect(write([ratio], { size, aspectRatio: '4:3' })).toEqual({ aspect_ratio: '4:3' })
  })

  it('include a resolution beside the aspect ratio', () => {
    const tier = choiceOption('resolution', 'Resolution', ['1 MP', '2 MP'])
    expect(write([ratio, tier], { aspectRatio: '1:1', tier: '2 MP' })).toEqual({
      aspect_ratio: '1:1',
      resolution: '2 MP',
    })
  })

  it('match the input image when one is sent', () => {
    const fields = [ratio, specialField('picture', 'input_image')]
    expect(write(fields, { source: inputImage, aspectRatio: '4:3' })).toEqual({
      aspect_ratio: 'match_input_image',
      input_image: 'source',
    })
  })

  it('use the source size when the model would use another', () => {
    const fields = [
      image,
      specialField('picture', 'mask_url', { isRequired: true }),
      specialField('size', 'image_size'),
    ]
    expect(write(fields, { source: inputImage, mask: inputImage })).toEqual({
      image_url: 'source',
      mask_url: 'mask',
      image_size: { width: 640, height: 480 },
    })
  })

  it('include an aspect ratio for an edit only when chosen', () => {
    const shape = choiceOption('aspect_ratio', 'Shape', ['1:1', '16:9'])
    expect(write([image, shape], { source: inputImage })).toEqual({ image_url: 'source' })
    expect(write([image, shape], { source: inputImage, options: { aspect_ratio: '16:9' } })).toEqual({
      image_url: 'source',
      aspect_ratio: '16:9',
    })
  })
})

describe('input images', () => {
  const two = { source: inputImage, references: [inputImage, inputImage] }

  it('are written as one list, a separate list, numbered fields or a reference', () => {
    expect(write([specialField('pictures', 'image_urls')], two)).toEqual({
      image_urls: ['source', 'reference-1', 'reference-2'],
    })
    expect(write([image, specialField('pictures', 'reference_images')], two)).toEqual({
      image_url: 'source',
      reference_images: ['reference-1', 'reference-2'],
    })
    const numbered = ['input_image', 'input_image_2', 'input_image_3'].map((name) => specialField('picture', name))
    expect(write(numbered, two)).toEqual({
      input_image: 'source',
      input_image_2: 'reference-1',
      input_image_3: 'reference-2',
    })
    expect(
      write([image, specialField('picture', 'reference_image_url')], { ...two, references: [inputImage] }),
    ).toEqual({
      image_url: 'source',
      reference_image_url: 'reference-1',
    })
  })

  it('include a lone reference for a model with one image field', () => {
    expect(write([image], { references: [inputImage] })).toEqual({ image_url: 'reference-1' })
    expect(write([specialField('picture', 'reference_image_url')], { references: [inputImage] })).toEqual({
      reference_image_url: 'reference-1',
    })
  })
})

describe('LoRAs', () => {
  const loras = [
    { path: 'owner/one', scale: 0.8 },
    { path: 'https://example.com/two.safetensors', scale: 1.2 },
  ]

  it('are written as a list with scales', () => {
    expect(write([specialField('loras', 'loras')], { loras })).toEqual({ loras })
  })

  it('are written as one and an extra one', () => {
    const fields = [
      textOption('lora_weights', 'LoRA'),
      numberOption('lora_scale', 'Scale'),
      textOption('extra_lora', 'Another'),
      numberOption('extra_lora_scale', 'Scale'),
    ]
    expect(write(fields, { loras })).toEqual({
      lora_weights: 'owner/one',
      lora_scale: 0.8,
      extra_lora: 'https://example.com/two.safetensors',
      extra_lora_scale: 1.2,
    })
  })
})

describe('safety', () => {
  const named = choiceOption('safety_tolerance', 'Tolerance', ['1', '2', '3', '4', '5'])
  const counted = numberOption('safety_tolerance', 'Tolerance', { min: 1, max: 6 })

  it.each([
    ['strict', '1', 1],
    ['moderate', '2', 2],
    ['low', '4', 4],
    ['off', '5', 6],
  ] as const)('maps filter %s to the tolerance of the model', (contentFilter, name, number) => {
    const safety = { blockNsfw: false, contentFilter }
    expect(write([named], { safety })).toEqual({ safety_tolerance: name })
    expect(write([counted], { safety })).toEqual({ safety_tolerance: number })
  })

  it('disables a checker only when no filter is requested', () => {
    const checkers = [
      switchOption('enable_safety_checker', '', true),
      switchOption('disable_safety_checker', '', false),
    ]
    const off = { blockNsfw: false, contentFilter: 'off' } as const
    expect(write(checkers, { safety: off })).toEqual({ enable_safety_checker: false, disable_safety_checker: true })
    expect(write(checkers, { safety: { ...off, blockNsfw: true } })).toEqual({
      enable_safety_checker: true,
      disable_safety_checker: false,
    })
    expect(write([counted], { safety: { ...off, blockNsfw: true } })).toEqual({ safety_tolerance: 2 })
  })
})
