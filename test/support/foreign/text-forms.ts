import { formsOf, software, type ForeignForm } from './foreign-form.ts'

const xml = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')

const novelaiComment = JSON.stringify({
  prompt: 'a fox, 狐',
  uc: 'blurry',
  steps: 23,
  height: 1216,
  width: 832,
  scale: 5,
  seed: 880_673_757,
  sampler: 'k_euler_ancestral',
  noise_schedule: 'karras',
  v4_prompt: { caption: { base_caption: 'a fox, 狐', char_captions: [] } },
})
const novelaiTexts = {
  Title: 'NovelAI generated image',
  Description: 'a fox, 狐',
  Software: 'NovelAI',
  Source: 'NovelAI Diffusion V4.5 C02D4F98',
  'Generation time': '5.1',
  Comment: novelaiComment,
}
const novelaiSays = {
  prompt: 'a fox, 狐',
  model: 'NovelAI Diffusion V4.5 C02D4F98',
  seed: 880_673_757,
  negativePrompt: 'blurry',
  steps: 23,
  guidance: 5,
  requestedSize: '832x1216',
  options: { sampler: 'k_euler_ancestral', scheduler: 'karras' },
}
export const novelaiForms: readonly ForeignForm[] = [
  { name: 'NovelAI, PNG', container: 'png', texts: novelaiTexts, dialect: 'novelai', says: novelaiSays },
  {
    name: 'NovelAI, WebP',
    container: 'webp',
    tags: {
      0x010d: 'NovelAI generated image',
      0x010e: 'a fox, 狐',
      [software]: 'NovelAI Diffusion V4.5 C02D4F98',
    },
    plainComment: JSON.stringify(novelaiTexts),
    dialect: 'novelai',
    says: novelaiSays,
  },
  ...(['png', 'webp'] as const).map((container): ForeignForm => ({
    name: `NovelAI in alpha, ${container}`,
    container,
    hidden: { kind: 'stealth_pngcomp', text: JSON.stringify(novelaiTexts) },
    dialect: 'novelai',
    says: novelaiSays,
  })),
]

const infotext =
  'a fox\nNegative prompt: dog\nSteps: 20, Sampler: Euler a, Schedule type: Karras, CFG scale: 7, Seed: 11, Size: 512x768, Model hash: 4e0a, Model: juggernaut'
const infotextSays = {
  prompt: 'a fox',
  model: 'juggernaut',
  seed: 11,
  negativePrompt: 'dog',
  steps: 20,
  guidance: 7,
  requestedSize: '512x768',
  options: { sampler: 'Euler a', scheduler: 'Karras', modelHash: '4e0a' },
}
export const a1111Forms = formsOf('a1111', infotextSays, [
  { name: 'A1111, PNG', container: 'png', texts: { parameters: infotext } },
  { name: 'A1111, JPEG', container: 'jpeg', comment: infotext },
  { name: 'A1111, WebP', container: 'webp', comment: infotext },
  ...(['stealth_pnginfo', 'stealth_pngcomp', 'stealth_rgbinfo', 'stealth_rgbcomp'] as const).flatMap((kind) =>
    (['png', 'webp'] as const).map((container) => ({
      name: `A1111 in pixels (${kind}), ${container}`,
      container,
      hidden: { kind, text: infotext },
    })),
  ),
])

const easySettings = {
  prompt: 'a fox',
  seed: 2_891_827_401,
  used_random_seed: true,
  negative_prompt: 'dog',
  num_outputs: 1,
  num_inference_steps: 25,
  guidance_scale: 7.5,
  width: 512,
  height: 768,
  vram_usage_level: 'balanced',
  sampler_name: 'euler_a',
  use_stable_diffusion_model: 'sd-v1-5',
  clip_skip: true,
  use_vae_model: 'vae-ft-mse',
  use_lora_model: ['ink', 'blue, light'],
  lora_alpha: [0.5, 0.8],
  use_upscale: null,
  upscale_amount: 4,
}
const easySays = {
  prompt: 'a fox',
  model: 'sd-v1-5',
  seed: 2_891_827_401,
  negativePrompt: 'dog',
  steps: 25,
  guidance: 7.5,
  requestedSize: '512x768',
  loras: [
    { path: 'ink', scale: 0.5 },
    { path: 'blue light', scale: 0.8 },
  ],
  options: { sampler: 'euler_a', clipSkip: 2, vae: 'vae-ft-mse' },
}
/** Python's `str()`. */
const printed: Readonly<Record<string, string>> = {
  prompt: 'a fox',
  seed: '2891827401',
  negative_prompt: 'dog',
  num_inference_steps: '25',
  guidance_scale: '7.5',
  width: '512',
  height: '768',
  sampler_name: 'euler_a',
  use_stable_diffusion_model: 'sd-v1-5',
  clip_skip: 'True',
  use_vae_model: 'vae-ft-mse',
  use_lora_model: "['ink', 'blue light']",
  lora_alpha: '[0.5, 0.8]',
  use_upscale: 'None',
  upscale_amount: '4',
}
const easyJson = JSON.stringify({ ...easySettings, use_lora_model: ['ink', 'blue light'] })
export const easyDiffusionForms = formsOf('easydiffusion', easySays, [
  { name: 'Easy Diffusion, PNG', container: 'png', texts: printed },
  { name: 'Easy Diffusion, JPEG', container: 'jpeg', comment: easyJson },
  { name: 'Easy Diffusion, WebP', container: 'webp', comment: easyJson },
  {
    name: 'Easy Diffusion, PNG with labels',
    container: 'png',
    texts: {
      Prompt: 'a fox',
      'Negative Prompt': 'dog',
      Seed: '2891827401',
      'Stable Diffusion model': 'sd-v1-5',
      'Clip Skip': 'True',
      'VAE model': 'vae-ft-mse',
      Sampler: 'euler_a',
      Width: '512',
      Height: '768',
      Steps: '25',
      'Guidance Scale': '7.5',
      'LoRA model': "['ink', 'blue light']",
      'LoRA Strength': '[0.5, 0.8]',
    },
  },
])

const drawThingsJson = JSON.stringify({
  c: 'a fox "in" <snow>',
  uc: 'dog',
  steps: 20,
  sampler: 'DPM++ 2M Karras',
  scale: 5,
  seed: 4_036_239_874,
  size: '960x1280',
  model: 'sd_xl_base_1.0_f16.ckpt',
  strength: 1,
  seed_mode: 'Scale Alike',
  clip_skip: 2,
  lora: [{ model: 'ink_f16.ckpt', weight: 0.6 }],
  v2: { model: 'sd_xl_base_1.0_f16.ckpt', seed: 4_036_239_874, controls: [] },
})
const drawThingsSays = {
  prompt: 'a fox "in" <snow>',
  model: 'sd_xl_base_1.0_f16.ckpt',
  seed: 4_036_239_874,
  negativePrompt: 'dog',
  steps: 20,
  guidance: 5,
  strength: 1,
  requestedSize: '960x1280',
  loras: [{ path: 'ink_f16.ckpt', scale: 0.6 }],
  options: { sampler: 'DPM++ 2M Karras', clipSkip: 2 },
}
export const drawThingsForms = formsOf('drawthings', drawThingsSays, [
  {
    name: 'Draw Things, PNG',
    container: 'png',
    xmp: `<xmp:CreatorTool>Draw Things</xmp:CreatorTool><dc:description><rdf:Alt><rdf:li xml:lang="x-default">${xml('a fox "in" <snow>\n-dog\nSteps: 20, Sampler: DPM++ 2M Karras')}</rdf:li></rdf:Alt></dc:description><exif:UserComment><rdf:Alt><rdf:li xml:lang="x-default">${xml(drawThingsJson)}</rdf:li></rdf:Alt></exif:UserComment>`,
  },
  { name: 'Draw Things, JPEG', container: 'jpeg', tags: { [software]: 'Draw Things' }, comment: drawThingsJson },
])

const dream = '"a fox, "red" [dog, cat] in snow" -s 50 -S 2980747362 -W 512 -H 768 -C 7.5 -A k_lms -G 0.9 -U 4 0.95'
const invokeImage = {
  prompt: [{ prompt: 'a fox, "red" [dog, cat] in snow', weight: 1 }],
  steps: 50,
  cfg_scale: 7.5,
  height: 768,
  width: 512,
  seed: 2_980_747_362,
  type: 'txt2img',
  postprocessing: null,
  sampler: 'k_lms',
  variations: [],
}
const invokeSays = {
  prompt: 'a fox, "red"  in snow',
  seed: 2_980_747_362,
  negativePrompt: 'dog, cat',
  steps: 50,
  guidance: 7.5,
  requestedSize: '512x768',
}
const invoke2 = {
  model: 'stable diffusion',
  model_weights: 'deliberate_v08',
  model_hash: '56d1',
  app_id: 'invoke-ai/InvokeAI',
  app_version: '2.3.0',
}
export const invokeaiForms: readonly ForeignForm[] = [
  {
    name: 'InvokeAI 2, PNG',
    container: 'png',
    texts: { Dream: dream, 'sd-metadata': JSON.stringify({ ...invoke2, image: invokeImage }) },
    dialect: 'invokeai',
    says: { ...invokeSays, model: 'deliberate_v08', options: { sampler: 'k_lms', mode: 'txt2img' } },
  },
  {
    name: 'InvokeAI 2, PNG, one prompt',
    container: 'png',
    texts: {
      'sd-metadata': JSON.stringify({ ...invoke2, image: { ...invokeImage, prompt: 'a fox', strength: 0.75 } }),
    },
    dialect: 'invokeai',
    says: {
      ...invokeSays,
      prompt: 'a fox',
      negativePrompt: null,
      model: 'deliberate_v08',
      strength: 0.75,
      options: { sampler: 'k_lms', mode: 'txt2img' },
    },
  },
  {
    name: 'InvokeAI 1, PNG',
    container: 'png',
    texts: { Dream: dream },
    dialect: 'invokeai',
    says: { ...invokeSays, options: { sampler: 'k_lms' } },
  },
  {
    name: 'InvokeAI 6, PNG',
    container: 'png',
    texts: {
      invokeai_metadata: JSON.stringify({
        app_version: '6.0.2',
        generation_mode: 'sdxl_txt2img',
        positive_prompt: 'a fox',
        negative_prompt: 'dog',
        width: 832,
        height: 1216,
        seed: 3_293_022_630,
        cfg_scale: 6,
        steps: 24,
        scheduler: 'euler_a',
        model: { key: 'k', name: 'juggernautXL', type: 'main' },
        loras: [{ model: { name: 'ink' }, weight: 0.75 }],
      }),
    },
    dialect: 'invokeai',
    says: {
      prompt: 'a fox',
      model: 'juggernautXL',
      seed: 3_293_022_630,
      negativePrompt: 'dog',
      steps: 24,
      guidance: 6,
      requestedSize: '832x1216',
      loras: [{ path: 'ink', scale: 0.75 }],
      options: { scheduler: 'euler_a', mode: 'sdxl_txt2img' },
    },
  },
]
