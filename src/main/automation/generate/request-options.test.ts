import { describe, expect, it } from 'vitest'
import {
  choiceOption,
  defineModel,
  numberOption,
  perImage,
  sizeList,
  switchOption,
} from '../../providers/core/define-model.ts'
import { readModelOptions, readProvider, readRequest, readSafety } from './request-options.ts'

describe('readRequest', () => {
  it('reads every field', () => {
    const request = readRequest(
      {
        'negative-prompt': 'fog',
        n: '3',
        'aspect-ratio': '16:9',
        'style-preset': 'anime',
        quality: 'hd',
        seed: '7',
        'guidance-scale': '7.5',
        steps: '30',
        strength: '0.4',
        lora: ['https://example.org/a.safetensors@0.8', 'owner/b'],
        format: 'webp',
        metadata: ['conversation_id=conv-1', 'note=a=b'],
      },
      'a cat',
    )
    expect(request).toEqual({
      prompt: 'a cat',
      negativePrompt: 'fog',
      n: 3,
      size: null,
      aspectRatio: '16:9',
      stylePreset: 'anime',
      quality: 'hd',
      seed: 7,
      guidance: 7.5,
      steps: 30,
      strength: 0.4,
      loras: [
        { path: 'https://example.org/a.safetensors', scale: 0.8 },
        { path: 'owner/b', scale: 1 },
      ],
      format: 'webp',
      trace: { conversation_id: 'conv-1', note: 'a=b' },
      growPx: 0,
      featherPx: 0,
    })
  })

  it.each([
    [{ size: '1024' }, /--size/],
    [{ size: '8x8' }, /--size/],
    [{ size: '64x64', 'aspect-ratio': '1:1' }, /not both/],
    [{ n: '5' }, /--n/],
    [{ seed: '-1' }, /--seed/],
    [{ quality: 'best' }, /draft, standard, hd/],
    [{ format: 'gif' }, /png, jpeg, webp/],
    [{ lora: ['x@99'] }, /--lora/],
    [{ metadata: ['nothing'] }, /NAME=VALUE/],
    [{ prompt: 'twice' }, /once/],
  ])('rejects %j with a message that names the problem', (values, args) => {
    expect(() => readRequest(values, 'a cat')).toThrow(args)
  })
})

describe('readProvider', () => {
  it('accepts “falai” as fal and rejects unknown names', () => {
    expect(readProvider('falai')).toBe('fal')
    expect(readProvider(undefined)).toBeNull()
    expect(() => readProvider('midjourney')).toThrow(/Available: openai/)
  })
})

describe('readSafety', () => {
  it('keeps the settings unless a flag is given', () => {
    const set = { blockNsfw: true, contentFilter: 'low' } as const
    expect(readSafety({}, set)).toBeNull()
    expect(readSafety({ 'content-filter': 'strict' }, set)).toEqual({ blockNsfw: true, contentFilter: 'strict' })
    expect(readSafety({ 'block-nsfw': true }, null)).toEqual({ blockNsfw: true, contentFilter: 'moderate' })
  })
})

describe('readModelOptions', () => {
  const card = defineModel({
    id: 'lumen',
    label: 'Lumen',
    sizes: sizeList('1024x1024'),
    price: perImage(0.01, '2026-11-20'),
    options: [
      numberOption('steps', 'Steps'),
      switchOption('raw', 'Raw', null),
      choiceOption('tier', 'Tier', [
        [1, 'one'],
        [2, 'two'],
      ]),
    ],
  })

  it('converts values to the type of their option', () => {
    const options = readModelOptions(['steps=12', 'raw=true', 'tier=2', 'unknown=5'], card)
    expect(options).toEqual({ steps: 12, raw: true, tier: 2, unknown: '5' })
  })

  it('leaves invalid values unchanged for the plan to reject', () => {
    expect(readModelOptions(['steps=many', 'tier=9'], card)).toEqual({ steps: 'many', tier: '9' })
  })
})
