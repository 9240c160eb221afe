import { describe, expect, it } from 'vitest'
import { modelCardSchema } from '../../../../shared/domain/model-card.ts'
import { shapeInput } from './input-shape.ts'
import { modelFromInput } from './model-from-input.ts'
import { readInputSchema } from './read-input-schema.ts'

/** A model's input in Replicate's format: enumerations by reference, files as addresses, numbered fields. */
const replicateDocument = {
  components: {
    schemas: {
      aspect_ratio: { enum: ['1:1', '16:9', 'match_input_image'], type: 'string', description: 'An enumeration.' },
      output_format: { enum: ['webp', 'jpg', 'png'], type: 'string' },
      megapixels: { enum: ['1', '0.25'], type: 'string' },
      Input: {
        type: 'object',
        required: ['prompt'],
        properties: {
          seed: { type: 'integer', 'x-order': 3, description: 'Random seed' },
          prompt: { type: 'string', title: 'Prompt', 'x-order': 0 },
          aspect_ratio: {
            allOf: [{ $ref: '#/components/schemas/aspect_ratio' }],
            default: '1:1',
            'x-order': 1,
            description: 'Aspect ratio',
          },
          image: { type: 'string', format: 'uri', 'x-order': 2 },
          mask: {
            type: 'string',
            format: 'uri',
            description: 'A black and white image. Black pixels are inpainted, white pixels are preserved.',
          },
          megapixels: { allOf: [{ $ref: '#/components/schemas/megapixels' }], default: '0.25' },
          output_format: { allOf: [{ $ref: '#/components/schemas/output_format' }], default: 'webp' },
          num_outputs: { type: 'integer', minimum: 1, maximum: 8, default: 1 },
          num_inference_steps: { type: 'integer', minimum: 1, maximum: 4, default: 4 },
          go_fast: { type: 'boolean', default: true, title: 'Go fast' },
          hf_api_token: { type: 'string', format: 'password' },
        },
      },
    },
  },
}

const falDocument = {
  components: {
    schemas: {
      ImageSize: { type: 'object', properties: { width: { type: 'integer' }, height: { type: 'integer' } } },
      LoraWeight: { type: 'object', required: ['path'], properties: { path: { type: 'string' }, scale: {} } },
      Input: {
        'x-fal-order-properties': ['prompt', 'image_urls', 'image_size'],
        required: ['prompt', 'image_urls'],
        properties: {
          image_size: { anyOf: [{ $ref: '#/components/schemas/ImageSize' }, { enum: ['auto', 'square'] }] },
          image_urls: { type: 'array', items: { type: 'string' }, description: 'Up to 4 images.' },
          prompt: { type: 'string' },
          loras: { type: 'array', items: { $ref: '#/components/schemas/LoraWeight' } },
          seed: { anyOf: [{ type: 'integer', maximum: 2147483647 }, { type: 'null' }] },
          controlnets: { type: 'array', items: { type: 'object' } },
          safety_tolerance: { enum: ['1', '2', '3'], type: 'string', default: '2' },
          sync_mode: { type: 'boolean' },
        },
      },
    },
  },
}

function shapeOf(document: { components: { schemas: { Input: unknown } } }) {
  return shapeInput(readInputSchema(document.components.schemas.Input, document))
}
const price = { per: 'unknown', note: 'by the second' } as const

describe('a schema with references and numbered fields', () => {
  const fields = readInputSchema(replicateDocument.components.schemas.Input, replicateDocument)

  it('keeps the field order of the service and omits secrets', () => {
    expect(fields.slice(0, 4).map(({ name }) => name)).toEqual(['prompt', 'aspect_ratio', 'image', 'seed'])
    expect(fields.map(({ name }) => name)).not.toContain('hf_api_token')
  })

  it('reads enumerations, ranges, switches and images', () => {
    const byName = Object.fromEntries(fields.map((field) => [field.name, field]))
    expect(byName['aspect_ratio']).toMatchObject({ kind: 'choice', default: '1:1', hint: 'Aspect ratio' })
    expect(byName['num_outputs']).toMatchObject({ kind: 'number', isWhole: true, min: 1, max: 8, default: 1 })
    expect(byName['go_fast']).toMatchObject({ kind: 'switch', default: true, label: 'Go fast' })
    expect(byName['image']).toMatchObject({ kind: 'picture', isRequired: false, label: 'Image' })
    expect(byName['prompt']).toMatchObject({ kind: 'text', isRequired: true })
  })

  it('becomes a card without options for standard fields', () => {
    const card = modelFromInput(shapeOf(replicateDocument), { id: 'a/b', label: 'B', price })
    expect(modelCardSchema.parse(card)).toEqual(card)
    expect(card).toMatchObject({ canGenerate: true, edits: 'instruction', mask: 'hard', maskPolarity: 'black' })
    expect(card).toMatchObject({ imagesPerCall: 4, seed: 'yes', formats: ['png', 'webp', 'jpeg'], needsMask: false })
    expect(card.steps).toEqual({ min: 1, max: 4, default: 4 })
    expect(card.sizes).toEqual({
      kind: 'ratios',
      ratios: ['1:1', '16:9'],
      tiers: [
        { id: '0.25', megapixels: 0.25 },
        { id: '1', megapixels: 1 },
      ],
    })
    expect(card.options.map(({ name }) => name)).toEqual(['go_fast'])
  })
})

describe('a schema with sizes, lists and nullable fields', () => {
  it('reads the image count, size, LoRAs and seed limit', () => {
    const card = modelFromInput(shapeOf(falDocument), { id: 'a/b', label: 'B', price })
    expect(modelCardSchema.parse(card)).toEqual(card)
    expect(card).toMatchObject({ canGenerate: false, edits: 'instruction', referencesMax: 3, picturesMin: 1 })
    expect(card).toMatchObject({ seedMax: 2147483647, hasSafetySetting: true, options: [] })
    expect(card.sizes.kind).toBe('grid')
    expect(card.loras).toEqual({ max: 10, minScale: 0, maxScale: 4 })
  })

  it('reports an unsupported field only when it is required', () => {
    const { Input, ...others } = falDocument.components.schemas
    const strict = { components: { schemas: { ...others, Input: { ...Input, required: ['prompt', 'controlnets'] } } } }
    expect(shapeOf(falDocument).unfillable).toEqual([])
    expect(shapeOf(strict).unfillable).toEqual(['controlnets'])
  })
})

describe('unusual schemas', () => {
  it('yield no fields when they are not a schema', () => {
    expect(readInputSchema(null)).toEqual([])
    expect(readInputSchema({ properties: 'none' })).toEqual([])
  })

  it('with circular references are read without looping', () => {
    const document = { a: { $ref: '#/b' }, b: { $ref: '#/a' }, properties: { x: { $ref: '#/a' } } }
    expect(readInputSchema(document)).toMatchObject([{ name: 'x', kind: 'other' }])
  })

  it('require a mask when the description says so', () => {
    const properties = {
      prompt: { type: 'string' },
      image: { type: 'string', format: 'uri', description: 'For inpainting. You must also use a mask.' },
      mask: { type: 'string', format: 'uri' },
    }
    const card = modelFromInput(shapeInput(readInputSchema({ properties })), { id: 'a/b', label: 'B', price })
    expect(card).toMatchObject({ needsMask: true, maskPolarity: 'white' })
  })

  it('map pixel sizes, qualities and styles to card fields', () => {
    const properties = {
      prompt: { type: 'string' },
      size: { enum: ['1365x1024', '1024x1024'] },
      rendering_speed: { enum: ['TURBO', 'BALANCED', 'QUALITY'], default: 'BALANCED' },
      style: { enum: ['any', 'realistic_image'] },
    }
    const card = modelFromInput(shapeInput(readInputSchema({ properties })), { id: 'a/b', label: 'B', price })
    expect(card.sizes).toMatchObject({ kind: 'list', sizes: [{ widthPx: 1365, heightPx: 1024 }, { widthPx: 1024 }] })
    expect(card).toMatchObject({ qualities: ['draft', 'standard', 'hd'], stylePresets: ['any', 'realistic_image'] })
  })
})
