import { describe, expect, it } from 'vitest'
import type { ModelCard } from '../domain/model-card.ts'
import type { ProviderId } from '../domain/provider-id.ts'
import { applyStyle, applyStyles, countPrompt, countRuleOf, dialectOf } from './index.ts'

describe('applyStyle', () => {
  const oil = { prompt: 'an oil painting of {prompt}, thick paint', negativePrompt: 'photograph' }

  it('wraps the prompt in the style', () => {
    expect(applyStyle(oil, { prompt: 'a cat.', negativePrompt: 'blur' })).toEqual({
      prompt: 'an oil painting of a cat, thick paint',
      negativePrompt: 'blur, photograph',
    })
  })

  it('appends a style without a placeholder and leaves no stray commas around an empty prompt', () => {
    expect(applyStyle({ prompt: 'ink', negativePrompt: '' }, { prompt: 'a cat, ', negativePrompt: '' })).toEqual({
      prompt: 'a cat, ink',
      negativePrompt: '',
    })
    expect(applyStyle({ prompt: '{prompt}, ink', negativePrompt: '' }, { prompt: '', negativePrompt: '' }).prompt).toBe(
      'ink',
    )
  })

  it('inserts the prompt literally', () => {
    expect(applyStyle(oil, { prompt: '$& {prompt} $1', negativePrompt: '' }).prompt).toBe(
      'an oil painting of $& {prompt} $1, thick paint',
    )
  })

  it('applies several styles in order', () => {
    const styled = applyStyles([{ prompt: 'b {prompt}', negativePrompt: 'x' }, oil], {
      prompt: 'a',
      negativePrompt: '',
    })
    expect(styled).toEqual({ prompt: 'an oil painting of b a, thick paint', negativePrompt: 'x, photograph' })
  })
})

function card(id: string, promptCharsMax: number | null = null): Pick<ModelCard, 'id' | 'label' | 'promptCharsMax'> {
  return { id, label: id, promptCharsMax }
}

describe('dialectOf', () => {
  it.each<[ProviderId, string, string]>([
    ['openai', 'gpt-image-1', 'sentence'],
    ['gemini', 'gemini-2.5-flash-image', 'sentence'],
    ['bfl', 'flux-pro-1.1', 'sentence'],
    ['ideogram', 'ideogram-4', 'sentence'],
    ['stability', 'stable-image-core', 'weights'],
    ['stability', 'sd3.5-large', 'weights'],
    ['stability', 'stable-diffusion-xl-1024-v1-0', 'tags'],
    ['a1111', 'dreamshaper_8.safetensors', 'weights'],
    ['a1111', 'flux1-dev-fp8.safetensors', 'sentence'],
    ['comfyui', 'sd_xl_base_1.0.safetensors', 'weights'],
    ['comfyui', 'qwen_image_fp8.safetensors', 'sentence'],
    ['openai-compatible', 'sdcpp:v1-5-pruned', 'weights'],
    ['openai-compatible', 'sd-cpp-local', 'weights'],
    ['openai-compatible', 'gpt-4o-image', 'sentence'],
    ['huggingface', 'stabilityai/stable-diffusion-xl-base-1.0', 'tags'],
    ['huggingface', 'stabilityai/stable-diffusion-3.5-large', 'sentence'],
    ['huggingface', 'ByteDance/SDXL-Lightning', 'tags'],
    ['huggingface', 'ByteDance/Hyper-SD', 'tags'],
    ['replicate', 'stability-ai/sdxl', 'tags'],
    ['fal', 'fal-ai/fast-sdxl', 'tags'],
    ['fal', 'fal-ai/flux/dev', 'sentence'],
    ['runway', 'gen4_image', 'sentence'],
  ])('%s/%s: %s', (provider, id, dialect) => {
    expect(dialectOf(provider, card(id))).toBe(dialect)
  })
})

describe('countPrompt', () => {
  it('counts characters against the limit of the service', () => {
    const rule = countRuleOf('runway', card('gen4_image', 970))
    expect(countPrompt('a cat', rule)).toMatchObject({
      count: 5,
      isExact: true,
      max: 970,
      isOver: false,
      label: '5 of 970 characters',
    })
    expect(countPrompt('x'.repeat(1_234), rule)).toMatchObject({ isOver: true, label: '1,234 of 970 characters' })
    expect(countRuleOf('stability', card('sdxl', 2_000))).toEqual({ by: 'characters', max: 2_000 })
    expect(countPrompt('x', { by: 'characters', max: null }).label).toBe('1 character')
  })

  it('estimates tokens without weights', () => {
    const rule = countRuleOf('a1111', card('v1-5-pruned'))
    expect(countPrompt('a (red:1.2) cat, <lora:ink:0.8>', rule)).toMatchObject({
      count: 4,
      isExact: false,
      label: 'about 4 of 75 tokens',
    })
    expect(countPrompt('', rule).label).toBe('about 0 of 75 tokens')
    expect(countPrompt('cat '.repeat(100), rule)).toMatchObject({
      chunks: 2,
      isOver: false,
      label: 'about 104 of 150 tokens, in 2 chunks',
    })
    expect(countPrompt('a cat BREAK a dog', rule)).toMatchObject({ count: 4, chunks: 2 })
  })

  it('reports a prompt that the model truncates', () => {
    const rule = countRuleOf('huggingface', card('stabilityai/stable-diffusion-xl-base-1.0'))
    expect(countPrompt('cat '.repeat(100), rule)).toMatchObject({
      chunks: 1,
      isOver: true,
      label: 'about 104 of 75 tokens',
    })
  })

  // Counted with CLIP’s own tokenizer.
  it.each([
    ['a watercolor painting of a hedgehog in the rain', 9],
    ['85 mm lens, f/1.8, ISO 200', 15],
    ['masterpiece, best quality, intricate, 1girl, silver hair, kimono, cherry blossoms, bokeh, backlighting', 23],
    ['linocut print of a heron among reeds, black and cream, bold carved lines, textured ink, hand-printed', 24],
    ['aerial view of terraced rice paddies, golden hour, long shadows, hyperrealistic, mirrorlike water', 21],
  ])('is close to the CLIP tokenizer: %s', (text, tokens) => {
    const { count } = countPrompt(text, { by: 'tokens', onOver: 'cut-off' })
    expect(Math.abs(count - tokens)).toBeLessThanOrEqual(Math.max(2, tokens * 0.15))
  })
})
