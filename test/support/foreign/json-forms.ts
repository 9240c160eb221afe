import { formsOf, makerNote, software, type ForeignForm } from './foreign-form.ts'

const fooocusJson = JSON.stringify({
  adm_guidance: '(1.5, 0.8, 0.3)',
  base_model: 'juggernautXL_v8',
  base_model_hash: 'aeb7',
  full_negative_prompt: ['dog', 'worst quality'],
  full_prompt: ['cinematic still a fox'],
  guidance_scale: 4,
  lora_combined_1: 'offset.safetensors : 0.1',
  lora_combined_2: 'ink.safetensors : 0.5',
  loras: [
    ['offset.safetensors', 0.1, '4852'],
    ['ink.safetensors', 0.5, '77aa'],
  ],
  metadata_scheme: 'fooocus',
  negative_prompt: 'dog',
  performance: 'Speed',
  prompt: 'a fox',
  refiner_model: 'None',
  resolution: '(896, 1152)',
  sampler: 'dpmpp_2m_sde_gpu',
  scheduler: 'karras',
  seed: '6952411511246973023',
  sharpness: 2,
  steps: 30,
  vae: 'Default (model)',
  version: 'Fooocus v2.5.0',
})
const fooocusText =
  'cinematic still a fox\nNegative prompt: dog, worst quality\nSteps: 30, Sampler: dpmpp_2m_sde_gpu, Seed: 6952411511246973023, Size: 896x1152, CFG scale: 4, Sharpness: 2, ADM Guidance: "(1.5, 0.8, 0.3)", Model: juggernautXL_v8, Model hash: aeb7, Performance: Speed, Scheduler: karras, VAE: Default (model), Raw prompt: a fox, Raw negative prompt: dog, Lora hashes: "offset.safetensors: 4852, ink.safetensors: 77aa", Lora weights: "offset.safetensors: 0.1, ink.safetensors: 0.5", Version: Fooocus v2.5.0'
const fooocusSays = {
  prompt: 'a fox',
  model: 'juggernautXL_v8',
  seed: '6952411511246973023',
  negativePrompt: 'dog',
  steps: 30,
  guidance: 4,
  requestedSize: '896x1152',
  loras: [
    { path: 'offset.safetensors', scale: 0.1 },
    { path: 'ink.safetensors', scale: 0.5 },
  ],
  options: {
    sampler: 'dpmpp_2m_sde_gpu',
    scheduler: 'karras',
    performance: 'Speed',
    sharpness: 2,
    modelHash: 'aeb7',
  },
}
const loraHashes = 'offset.safetensors: 4852, ink.safetensors: 77aa'
export const fooocusForms = [
  ...formsOf('fooocus', fooocusSays, [
    { name: 'Fooocus, PNG', container: 'png', texts: { parameters: fooocusJson, fooocus_scheme: 'fooocus' } },
    {
      name: 'Fooocus, JPEG',
      container: 'jpeg',
      tags: { [makerNote]: 'fooocus', [software]: 'Fooocus v2.5.0' },
      comment: fooocusJson,
    },
  ]),
  ...formsOf('fooocus', { ...fooocusSays, options: { ...fooocusSays.options, loraHashes } }, [
    {
      name: 'Fooocus, text scheme, PNG',
      container: 'png',
      texts: { parameters: fooocusText, fooocus_scheme: 'a1111' },
    },
    {
      name: 'Fooocus, text scheme, WebP',
      container: 'webp',
      tags: { [makerNote]: 'a1111', [software]: 'Fooocus v2.5.0' },
      comment: fooocusText,
    },
  ]),
]

const ruined = JSON.stringify({
  Prompt: 'a fox',
  Negative: 'dog',
  steps: 30,
  cfg: 8,
  width: 1024,
  height: 768,
  seed: 2_020_047_614,
  sampler_name: 'dpmpp_2m_sde_gpu',
  scheduler: 'karras',
  base_model_name: 'juggernaut.safetensors',
  base_model_hash: 'BEFC',
  loras: [['AA11', '0.8 - ink.safetensors']],
  start_step: 0,
  denoise: null,
  clip_skip: 1,
  software: 'RuinedFooocus',
})
export const ruinedFooocusForms: readonly ForeignForm[] = (['png', 'jpeg'] as const).map((container) => ({
  name: `RuinedFooocus, ${container}`,
  container,
  ...(container === 'png' ? { texts: { parameters: ruined } } : { comment: ruined }),
  dialect: 'ruinedfooocus',
  says: {
    prompt: 'a fox',
    model: 'juggernaut.safetensors',
    seed: 2_020_047_614,
    negativePrompt: 'dog',
    steps: 30,
    guidance: 8,
    requestedSize: '1024x768',
    loras: [{ path: 'ink.safetensors', scale: 0.8 }],
    options: { sampler: 'dpmpp_2m_sde_gpu', scheduler: 'karras', clipSkip: 1, modelHash: 'BEFC' },
  },
}))

const space = {
  prompt: 'a fox',
  negative_prompt: 'dog',
  resolution: '832 x 1216',
  guidance_scale: 5.5,
  num_inference_steps: 24,
  seed: 443_800_072,
  sampler: 'DPM++ 2M Karras',
  Model: 'Animagine XL 3.1',
  'Model hash': 'BDB5',
}
const spaceSays = {
  prompt: 'a fox',
  model: 'Animagine XL 3.1',
  seed: 443_800_072,
  negativePrompt: 'dog',
  steps: 24,
  guidance: 5.5,
  requestedSize: '832x1216',
}
const spaceUpscaler = {
  upscale_method: 'nearest-exact',
  upscaler_strength: 0.7,
  upscale_by: 1.5,
  new_resolution: '1248 x 1824',
}
export const huggingFaceForms: readonly ForeignForm[] = [
  {
    name: 'Hugging Face Space, PNG',
    container: 'png',
    texts: { parameters: JSON.stringify({ ...space, use_upscaler: null }) },
    dialect: 'huggingface',
    says: { ...spaceSays, options: { sampler: 'DPM++ 2M Karras', modelHash: 'BDB5' } },
  },
  {
    name: 'Hugging Face Space with upscaler, PNG',
    container: 'png',
    texts: { parameters: JSON.stringify({ ...space, use_upscaler: spaceUpscaler }) },
    dialect: 'huggingface',
    says: {
      ...spaceSays,
      options: {
        sampler: 'DPM++ 2M Karras',
        modelHash: 'BDB5',
        hiresUpscale: 1.5,
        hiresUpscaler: 'nearest-exact',
        hiresStrength: 0.7,
      },
    },
  },
]

const swarm = JSON.stringify({
  sui_image_params: {
    prompt: 'a fox',
    negativeprompt: 'dog',
    model: 'OfficialStableDiffusion/sd_xl_base_1.0',
    seed: 18_446_744_073,
    steps: 20,
    cfgscale: 7,
    aspectratio: 'Custom',
    width: 1024,
    height: 768,
    sampler: 'euler',
    scheduler: 'normal',
    swarm_version: '0.9.4.0',
  },
})
const swarmLegacy = JSON.stringify({
  sui_image_params: {
    prompt: 'a fox',
    negativeprompt: 'dog',
    model: 'OfficialStableDiffusion/sd_xl_base_1.0',
    seed: 18_446_744_073,
    steps: 20,
    cfgscale: 7,
    width: 1024,
    height: 768,
    comfyuisampler: 'euler',
    comfyuischeduler: 'normal',
    swarm_version: '0.6.1.0',
  },
})
const swarmSays = {
  prompt: 'a fox',
  model: 'OfficialStableDiffusion/sd_xl_base_1.0',
  seed: 18_446_744_073,
  negativePrompt: 'dog',
  steps: 20,
  guidance: 7,
  requestedSize: '1024x768',
  options: { sampler: 'euler', scheduler: 'normal' },
}
export const swarmuiForms = formsOf('swarmui', swarmSays, [
  { name: 'SwarmUI, PNG', container: 'png', texts: { parameters: swarm } },
  { name: 'SwarmUI, JPEG', container: 'jpeg', comment: swarm },
  { name: 'SwarmUI, WebP', container: 'webp', comment: swarm },
  { name: 'SwarmUI 0.6, JPEG', container: 'jpeg', tags: { 0x0110: swarmLegacy } },
])
