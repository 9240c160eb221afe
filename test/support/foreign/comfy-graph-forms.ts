import {
  node,
  sampling,
  sides,
  words,
  start,
  end,
  seed,
  plain,
  says,
  form,
  json,
  type Graph,
  type Says,
} from './comfy-base.ts'
import type { ForeignForm } from './foreign-form.ts'

const graph = (name: string, prompt: Graph, expected: Says = says): ForeignForm =>
  form(name, { container: 'png', texts: { prompt: json(prompt) } }, expected)

const second = { ...sampling, steps: 10, denoise: 0.3 }
const decoded = { '13': node('VAEDecode', { samples: ['12', 0], vae: ['4', 2] }) }
const hiresSays = (more: Readonly<Record<string, string | number>>): Says => ({
  ...says,
  options: { ...says.options, hiresSteps: 10, hiresStrength: 0.3, ...more },
})

export const multiPassForms: readonly ForeignForm[] = [
  graph(
    'a second pass over enlarged pixels',
    {
      ...plain,
      '9': node('SaveImage', { images: ['13', 0] }),
      '10': node('ImageUpscaleWithModel', { upscale_model: ['14', 0], image: ['8', 0] }),
      '14': node('UpscaleModelLoader', { model_name: 'RealESRGAN_x4.pth' }),
      '15': node('ImageScale', { upscale_method: 'bilinear', width: 1248, height: 1824, image: ['10', 0] }),
      '11': node('VAEEncode', { pixels: ['15', 0], vae: ['4', 2] }),
      '12': node('KSampler', { seed: 5, ...second, model: ['4', 0], ...sides, latent_image: ['11', 0] }),
      ...decoded,
    },
    hiresSays({ hiresUpscaler: 'RealESRGAN_x4.pth', hiresUpscale: 1.5 }),
  ),
  graph(
    'a second pass over enlarged latents, the first shown too',
    {
      '1': node('PreviewImage', { images: ['8', 0] }),
      ...plain,
      '9': node('SaveImage', { images: ['13', 0] }),
      '11': node('LatentUpscaleBy', { upscale_method: 'nearest-exact', scale_by: 1.5, samples: ['3', 0] }),
      '12': node('KSampler', { seed: 5, ...second, model: ['4', 0], ...sides, latent_image: ['11', 0] }),
      ...decoded,
    },
    hiresSays({ hiresUpscaler: 'nearest-exact', hiresUpscale: 1.5 }),
  ),
  graph('a detailer over faces', {
    ...plain,
    '9': node('SaveImage', { images: ['13', 0] }),
    '13': node('FaceDetailer', {
      image: ['8', 0],
      seed: 9,
      ...sampling,
      model: ['4', 0],
      clip: ['4', 1],
      vae: ['4', 2],
      ...sides,
    }),
  }),
  graph(
    'a second pass with words of its own',
    {
      ...plain,
      '9': node('SaveImage', { images: ['13', 0] }),
      '11': node('LatentUpscale', { upscale_method: 'bislerp', width: 1248, height: 1824, samples: ['3', 0] }),
      '16': node('CLIPTextEncode', { text: 'a red fox', clip: ['4', 1] }),
      '12': node('KSampler', {
        seed: 5,
        ...second,
        model: ['4', 0],
        ...sides,
        positive: ['16', 0],
        latent_image: ['11', 0],
      }),
      ...decoded,
    },
    { ...says, prompt: 'a red fox', seed: 5, steps: 10, strength: 0.3, requestedSize: '1248x1824' },
  ),
  graph(
    'base and refiner',
    {
      ...plain,
      '3': node('KSamplerAdvanced', {
        add_noise: 'enable',
        noise_seed: seed,
        steps: 20,
        cfg: 5,
        sampler_name: 'euler',
        scheduler: 'karras',
        start_at_step: 0,
        end_at_step: 16,
        model: ['4', 0],
        ...sides,
        latent_image: ['5', 0],
      }),
      '17': node('CheckpointLoaderSimple', { ckpt_name: 'refiner.safetensors' }),
      '12': node('KSamplerAdvanced', {
        add_noise: 'disable',
        noise_seed: 0,
        steps: 20,
        cfg: 5,
        sampler_name: 'euler',
        scheduler: 'karras',
        start_at_step: 16,
        model: ['17', 0],
        ...sides,
        latent_image: ['3', 0],
      }),
      ...decoded,
      '9': node('SaveImage', { images: ['13', 0] }),
    },
    { ...says, strength: null, options: { ...says.options, refiner: 'refiner.safetensors' } },
  ),
  graph(
    'FLUX with a guider',
    {
      '3': node('SamplerCustomAdvanced', {
        noise: ['20', 0],
        guider: ['21', 0],
        sampler: ['22', 0],
        sigmas: ['23', 0],
        latent_image: ['5', 0],
      }),
      '4': node('UNETLoader', { unet_name: 'flux1-dev.safetensors' }),
      ...start,
      ...end,
      '6': node('CLIPTextEncode', { text: 'a fox', clip: ['24', 0] }),
      '20': node('RandomNoise', { noise_seed: seed }),
      '21': node('BasicGuider', { model: ['4', 0], conditioning: ['25', 0] }),
      '22': node('KSamplerSelect', { sampler_name: 'euler' }),
      '23': node('BasicScheduler', { scheduler: 'simple', steps: 20, denoise: 1, model: ['4', 0] }),
      '24': node('DualCLIPLoader', { clip_name1: 't5xxl.safetensors', clip_name2: 'clip_l.safetensors' }),
      '25': node('FluxGuidance', { guidance: 3.5, conditioning: ['6', 0] }),
    },
    {
      ...says,
      model: 'flux1-dev.safetensors',
      negativePrompt: null,
      guidance: 3.5,
      options: { sampler: 'euler', scheduler: 'simple' },
    },
  ),
]

export const customNodeForms: readonly ForeignForm[] = [
  graph('text out of string nodes', {
    ...plain,
    '6': node('CLIPTextEncode', { text: ['30', 0], clip: ['4', 1] }),
    '30': node('ShowText|pysssss', { text: ['31', 0] }),
    '31': node('StringConcatenate', { string_a: ['32', 0], string_b: ['33', 0], delimiter: ' ' }),
    '32': node('PrimitiveString', { value: 'a' }),
    '33': node('Text Multiline', { text: 'fox' }),
  }),
  graph('a prompt that a language model was to enlarge, in a subgraph', {
    ...plain,
    '6': node('CLIPTextEncode', { text: ['30:28', 0], clip: ['4', 1] }),
    '30:28': node('ComfySwitchNode', { switch: ['30:23', 0], on_false: ['30:20', 0], on_true: ['30:27', 0] }),
    '30:20': node('PreviewAny', { source: ['30:21', 0] }),
    '30:21': node('ComfySwitchNode', { switch: ['30:24', 0], on_false: ['30:19', 0], on_true: ['30:16', 0] }),
    '30:23': node('PrimitiveBoolean', { value: false }),
    '30:24': node('PrimitiveBoolean', { value: true }),
    '30:16': node('TextGenerate', { prompt: 'You are an expert prompt engineer', clip: ['4', 1] }),
    '30:19': node('PrimitiveStringMultiline', { value: 'a fox' }),
    '30:27': node('StringConcatenate', { string_a: ['30:20', 0], string_b: 'b', delimiter: ', ' }),
  }),
  graph('a size in words', {
    ...plain,
    '5': node('SDXL Empty Latent Image (rgthree)', {
      dimensions: ' 832 x 1216  (portrait)',
      clip_scale: 2,
      batch_size: 1,
    }),
  }),
  graph(
    'a size chosen by shape',
    {
      ...plain,
      '5': node('EmptyLatentImage', { width: ['40', 0], height: ['40', 1], batch_size: 1 }),
      '40': node('ResolutionSelector', { aspect_ratio: '4:3 (Standard)', megapixels: 1, multiple: 8 }),
    },
    { ...says, requestedSize: '1184x888' },
  ),
  graph('seed and steps from nodes of their own', {
    ...plain,
    '3': node('KSampler', {
      ...sampling,
      seed: ['50', 0],
      steps: ['51', 0],
      model: ['4', 0],
      ...sides,
      latent_image: ['5', 0],
    }),
    '50': node('Seed (rgthree)', { seed }),
    '51': node('PrimitiveInt', { value: 20 }),
  }),
  graph(
    'Efficiency nodes',
    {
      '3': node('KSampler (Efficient)', {
        seed,
        ...sampling,
        model: ['60', 0],
        positive: ['60', 1],
        negative: ['60', 2],
        latent_image: ['60', 3],
        optional_vae: ['60', 4],
      }),
      '60': node('Efficient Loader', {
        ckpt_name: 'sdxl.safetensors',
        vae_name: 'Baked VAE',
        positive: 'a fox',
        negative: 'dog',
        empty_latent_width: 832,
        empty_latent_height: 1216,
      }),
      '9': node('SaveImage', { images: ['3', 5] }),
    },
    { ...says, options: { ...says.options, vae: 'Baked VAE' } },
  ),
  graph('a pipe', {
    ...words,
    ...start,
    '70': node('ToBasicPipe', { model: ['4', 0], clip: ['4', 1], vae: ['4', 2], ...sides }),
    '3': node('ImpactKSamplerBasicPipe', { seed, ...sampling, basic_pipe: ['70', 0], latent_image: ['5', 0] }),
    '8': node('VAEDecode', { samples: ['3', 1], vae: ['4', 2] }),
    '9': node('SaveImage', { images: ['8', 0] }),
  }),
  graph('a context', {
    ...words,
    ...start,
    '71': node('Context (rgthree)', { model: ['4', 0], ...sides, latent: ['5', 0] }),
    '72': node('Context (rgthree)', { base_ctx: ['71', 0] }),
    '3': node('KSampler', {
      seed,
      ...sampling,
      model: ['72', 1],
      positive: ['72', 4],
      negative: ['72', 5],
      latent_image: ['72', 6],
    }),
    ...end,
  }),
  graph('a styler', {
    ...plain,
    '6': node('CLIPTextEncode', { text: ['80', 0], clip: ['4', 1] }),
    '7': node('CLIPTextEncode', { text: ['80', 1], clip: ['4', 1] }),
    '80': node('SDXLPromptStyler', { text_positive: 'a fox', text_negative: 'dog', style: 'base' }),
  }),
  graph('wildcards', {
    ...plain,
    '6': node('ImpactWildcardEncode', { wildcard_text: 'a {fox|wolf}', populated_text: 'a fox', clip: ['4', 1] }),
  }),
  graph('only shown', { ...plain, '9': node('PreviewImage', { images: ['8', 0] }) }),
]

/** Each of its images contains the whole graph. */
export const twoSaves: Graph = {
  ...plain,
  '3': node('KSampler', { ...sampling, seed: 1, model: ['4', 0], ...sides, latent_image: ['5', 0] }),
  '5': node('EmptyLatentImage', { width: 64, height: 48, batch_size: 1 }),
  '11': node('LatentUpscale', { upscale_method: 'bislerp', width: 96, height: 72, samples: ['3', 0] }),
  '12': node('KSampler', {
    ...second,
    seed: 2,
    model: ['4', 0],
    ...sides,
    positive: ['16', 0],
    latent_image: ['11', 0],
  }),
  '16': node('CLIPTextEncode', { text: 'a red fox', clip: ['4', 1] }),
  ...decoded,
  '20': node('SaveImage', { images: ['13', 0] }),
}
